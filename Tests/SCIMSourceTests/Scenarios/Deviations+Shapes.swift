import Foundation
import WebTestSupport

@testable import SCIMSource

// P19

extension Deviation {
    /// How resources look.
    static let shapes = [
        Deviation("has numbers for ids") { habits in
            habits.organization = SampleOrganization { "\(($0 == "u" ? 1000 : 2000) + $1)" }
            habits.resource = { resource, _ in
                resource["id"] = Int("\(resource["id"]!)")
                let members = resource["members"] as? [[String: String]]
                resource["members"] = members?.map { ["value": Int($0["value"]!)!] }
            }
        },
        Deviation("gives users and groups the same ids, and says which it means") {
            $0.organization = SampleOrganization { "\($1)" }
        },
        Deviation("gives users and groups the same ids, and points to which it means") { habits in
            habits.organization = SampleOrganization { "\($1)" }
            habits.resource = { resource, _ in
                let members = resource["members"] as? [[String: String]]
                resource["members"] = members?.map { $0.filter { $0.key != "type" } }
            }
        },
        Deviation("gives users and groups the same ids, and does not say which it means") {
            habits in
            habits.organization = SampleOrganization { "\($1)" }
            habits.resource = { resource, _ in
                let members = resource["members"] as? [[String: String]]
                resource["members"] = members?.map { ["value": $0["value"]!] }
            }
            let both = Set(habits.organization.groups.map(\.id))
            // Nobody knows, and it is said; so nothing is concluded from it.
            habits.facts = { facts in
                for (id, group) in facts.groups {
                    facts.groups[id]?.members = Set(
                        group.members.map { member in
                            let id = member.split(separator: "/").last.map(String.init) ?? member
                            return both.contains(id) ? "?\(id)" : member
                        })
                }
            }
        },
        Deviation("names managers bare") { habits in
            habits.resource = { resource, _ in
                guard var work = resource[FaultyService.enterprise] as? [String: Any] else {
                    return
                }
                work["manager"] = (work["manager"] as? [String: String])?["value"]
                resource[FaultyService.enterprise] = work
            }
        },
        Deviation("writes paths instead of objects") { habits in
            habits.resource = { resource, _ in
                let work = resource.removeValue(forKey: FaultyService.enterprise) as? [String: Any]
                for (name, value) in work ?? [:] {
                    resource["\(FaultyService.enterprise):\(name)"] = value
                }
            }
        },
        Deviation("says nothing of schemas") { habits in
            habits.page = { page, _ in page["schemas"] = nil }
            habits.resource = { resource, _ in resource["schemas"] = nil }
        },
        Deviation("sends single members without a list") { habits in
            habits.resource = { resource, _ in
                if let members = resource["members"] as? [[String: String]], members.count == 1 {
                    resource["members"] = members[0]
                }
            }
        },
        Deviation(
            "has one resource without an id", .incomplete("unusable-resource"), mostRequests: 40
        ) {
            $0.resource = { resource, question in
                if resource["userName"] as? String == "person7" { resource["id"] = nil }
            }
        },
        Deviation(
            "has two people of one id on a page", .incomplete("different-twice"), mostRequests: 40
        ) { habits in
            habits.resource = { resource, _ in
                if resource["userName"] as? String == "person7" {
                    resource["id"] = SampleOrganization.id("u", 6)
                }
            }
        },
        Deviation("keeps its resources elsewhere, and says where") { habits in
            habits.answer = { answer, question in
                guard question.path == ["ResourceTypes"] else { return }
                let text = String(decoding: answer.body, as: UTF8.self)
                answer.body = Array(
                    text.replacing(#""\/Users""#, with: #""\/Users\/""#)
                        .replacing(#""\/Groups""#, with: #""Groups""#).utf8)
            }
        },
        Deviation(
            "is configured with a slash at the end",
            configure: { $0.url = HTTPURL($0.url.text + "/") ?? $0.url }
        ) { _ in },
    ]
}

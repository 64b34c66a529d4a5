import Foundation
import WebTestSupport
import TestSupport

@testable import SCIMSource

// What providers are known for.

extension Deviation {
    static let providers = [
        Deviation("AWS", mostRequests: 40, configure: { $0.pageSize = 100 }) { habits in
            habits.useCursors()
            habits.organization.flatten()
            habits.largestPage = 9
            habits.cursor = { "AAMA+/\($0)==" }
            habits.page = { page, _ in
                page["totalResults"] = nil
                page["startIndex"] = nil
            }
            (habits.listsMembers, habits.showsMembers) = (false, false)
        },
        Deviation("Databricks", configure: { $0.pageSize = nil }) {
            ($0.usualPage, $0.largestPage) = (10_000, 10_000)
            $0.listsMembers = false
        },
        Deviation("Slack", configure: { $0.pageSize = nil }) { habits in
            (habits.usualPage, habits.largestPage) = (10, 1000)
            habits.instead = { $0.isUsers(0) ? .notYet(429, wait: 30, ["Retry-After": "30"]) : nil }
        },
        Deviation("Okta") { habits in
            habits.answer = { answer, _ in
                answer.headers["Link"] = "<https://example.org/scim/v2/Users?after=1>; rel=\"next\""
            }
            habits.instead = { question in
                guard question.isUsers(2) else { return nil }
                let reset = Int(Date.now.timeIntervalSince1970) + 61
                return .notYet(429, wait: 59, ["X-Rate-Limit-Reset": "\(reset)"])
            }
        },
        Deviation("GitHub") { habits in
            for number in [3, 14] { habits.organization.people[number].userName = nil }
            habits.instead = { $0.isUsers(1) ? .notYet(403, wait: 60, ["Retry-After": "60"]) : nil }
        },
        Deviation("Entra") { habits in
            habits.page = { page, _ in page["resources"] = page.removeValue(forKey: "Resources") }
            habits.resource = { resource, _ in
                var entra: [String: Any] = [:]
                for (name, value) in resource where !name.hasPrefix("urn:") {
                    entra[name == "id" ? name : name.prefix(1).uppercased() + name.dropFirst()] =
                        value
                }
                entra[FaultyService.enterprise] = resource[FaultyService.enterprise]
                entra["Active"] = (resource["active"] as? Bool).map { $0 ? "True" : "False" }
                entra["Meta"] = ["resourceType": "User"]
                resource = entra
            }
        },
        Deviation("UAA") { habits in
            habits.page = { page, _ in page["resources"] = page.removeValue(forKey: "Resources") }
            habits.resource = { resource, _ in resource["meta"] = ["version": 3] }
            habits.part = { part, _, _ in
                if part.lowerBound > 0 { part = (part.lowerBound - 1)..<part.upperBound }
            }
        },
        Deviation("Keycloak", mostRequests: 80) { habits in
            habits.sorts = true
            habits.order = { order, question in
                guard question.query["sortBy"] == nil else { return }
                var generator = SplitMix64(seed: UInt64(question.number))
                order.shuffle(using: &generator)
            }
        },
        Deviation("WSO2", mostRequests: 30) { habits in
            habits.page = { page, _ in page["totalResults"] = (page["Resources"] as? [Any])?.count }
            habits.instead = {
                $0.isOfGroups && $0.isList && !$0.query.isEmpty ? .error(501) : nil
            }
        },
        Deviation("Bitwarden") { habits in
            habits.part = { part, _, question in
                if question.query["startIndex"] == nil || question.query["count"] == nil {
                    part = 0..<0
                }
            }
        },
        Deviation("canaille", mostRequests: 30) { habits in
            habits.filtering = .ignores
            habits.part = { part, size, _ in part = 0..<size }
            habits.instead = { $0.query["count"] == nil ? nil : .error(500) }
            let names = Dictionary(
                uniqueKeysWithValues: habits.organization.people.map { ($0.id, $0.userName ?? "") })
            habits.resource = { resource, _ in
                let members = resource["members"] as? [[String: String]]
                resource["members"] = members?.map { member in
                    member["type"] == "User" ? ["value": names[member["value"]!]!] : member
                }
            }
        },
        Deviation("django-scim2") { habits in
            habits.filtering = .findsNothing
            habits.organization = SampleOrganization { "\($1)" }
        },
    ]
}

import Directory
import Foundation

// Lists and resources.

extension FaultyService {
    func list(_ question: ServiceQuestion, _ organization: SampleOrganization) -> Answer {
        var resources = resources(question, organization)
        var numbers =
            question.isOfUsers
            ? organization.people.map(\.number) : organization.groups.map(\.number)
        if let filter = question.query["filter"] {
            let isOfTime = filter.hasPrefix(Self.times)
            if (isOfTime ? habits.filteringTimes : habits.filtering) == .refuses {
                return .error(400, "invalidFilter")
            }
            let kept = matches(filter, question, organization)
            let indices = resources.indices.filter {
                kept?.contains("\(resources[$0]["id"]!)") ?? true
            }
            (resources, numbers) = (indices.map { resources[$0] }, indices.map { numbers[$0] })
        }
        var order = Array(resources.indices)
        if habits.sorts, question.query["sortBy"] == "id" {
            order.sort { "\(resources[$0]["id"]!)" < "\(resources[$1]["id"]!)" }
        }
        habits.order(&order, question)
        let position = question.query["cursor"].map { cursor in
            let after = Int(cursor.filter(\.isNumber)) ?? -1
            return order.firstIndex { numbers[$0] > after } ?? order.count
        }
        let byCursor = habits.pagesByCursor ? position : nil
        let start = byCursor ?? max(0, (Int(question.query["startIndex"] ?? "") ?? 1) - 1)
        let count = Int(question.query["count"] ?? "") ?? habits.usualPage
        var part = start..<(start + min(count, habits.largestPage))
        habits.part(&part, order.count, question)
        part = part.clamped(to: 0..<order.count)
        var page: [String: Any] = [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": order.count, "itemsPerPage": part.count,
            "Resources": order[part].map { resources[$0] },
        ]
        if byCursor == nil {
            page["startIndex"] = start + 1
        } else if part.upperBound < order.count, let last = order[part].last {
            page["nextCursor"] = habits.cursor(numbers[last])
        }
        habits.page(&page, question)
        return .json(page)
    }

    /// The ids that a filter leaves; nil: all.
    private func matches(
        _ filter: String, _ question: ServiceQuestion, _ organization: SampleOrganization
    ) -> Set<String>? {
        let isOfTime = filter.hasPrefix(Self.times)
        switch isOfTime ? habits.filteringTimes : habits.filtering {
        case .ignores: return nil
        case .findsNothing, .refuses: return []
        case .works where isOfTime:
            let time = Timestamp(String(filter.dropFirst(Self.times.count).dropLast()))
            return organization.ids(
                changedSince: time?.secondsSinceEpoch ?? .max, isOfUsers: question.isOfUsers)
        case .works:
            guard filter.hasPrefix("groups.value eq \"") else { return [] }
            return organization.people(in: String(filter.dropFirst(17).dropLast()))
        }
    }

    func resources(
        _ question: ServiceQuestion, _ organization: SampleOrganization
    ) -> [[String: Any]] {
        let resources =
            question.isOfUsers
            ? organization.people.map(user)
            : organization.groups.map { group($0, isListed: question.isList) }
        return resources.map {
            var resource = $0
            habits.resource(&resource, question)
            return resource
        }
    }

    static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

    private static let times = "meta.lastModified ge \""

    private func meta(_ type: String, _ modified: Int64) -> [String: Any] {
        var meta: [String: Any] = [
            "resourceType": type, "created": "2026-01-23T04:56:22Z", "version": "W/\"1\"",
        ]
        if habits.showsTimes {
            meta["lastModified"] = Timestamp(secondsSinceEpoch: modified).description
        }
        return meta
    }

    private func user(_ person: SampleOrganization.Person) -> [String: Any] {
        var work: [String: Any] = ["department": person.department]
        work["manager"] = person.manager.map { ["value": $0] }
        return [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", Self.enterprise],
            "id": person.id, "userName": person.userName ?? NSNull(), "active": person.isActive,
            Self.enterprise: work, "meta": meta("User", person.modified),
        ]
    }

    private func group(_ group: SampleOrganization.Group, isListed: Bool) -> [String: Any] {
        let members =
            group.people.map { ["value": $0, "type": "User", "$ref": "../Users/\($0)"] }
            + group.groups.map { ["value": $0, "type": "Group", "$ref": "../Groups/\($0)"] }
        let most = isListed ? habits.listedMembers : habits.shownMembers
        let tells = isListed ? habits.listsMembers : habits.showsMembers
        return [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": group.id,
            "displayName": group.display, "members": tells ? Array(members.prefix(most)) : [],
            "meta": meta("Group", group.modified),
        ]
    }
}

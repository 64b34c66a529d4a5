import Directory
import Entitlements
import MembershipSnapshot
import Reporting
import SCIMFilter

/// People and groups, as the sources describe them.
extension JSONAPI {
    /// `/v1/people?filter=…`: a condition as mappings write it.
    func people(_ query: Query, _ view: ServedView) throws(WebProblem) -> WebAnswer {
        let snapshot = view.organization.snapshot
        var prepared: PreparedFilter?
        if let text = query["filter"] {
            do throws(FilterError) {
                prepared = try Filter.parse(text).prepared(for: snapshot)
            } catch {
                throw .badQuery("\(error)", scimType: "invalidFilter")
            }
        }
        let matching = snapshot.people.indices.filter { index in
            prepared.map { $0.matches(PersonIndex(index)) } ?? true
        }
        let page = try Page(query, of: matching) { snapshot.people[$0].id.rawValue }
        return view.document([
            "people": .array(
                page.elements.map { JSONDirectory.person(PersonIndex($0), in: snapshot) }),
            "next": .optional(page.next),
        ])
    }

    /// `/v1/people/ID`, or by login; with what the person holds.
    func person(_ name: String, _ view: ServedView) throws(WebProblem) -> WebAnswer {
        let organization = view.organization
        let holder = try organization.required(name)
        let held = organization.entitlements(of: holder).map(view.json)
        return view.document([
            "person": holder.index.map { JSONDirectory.person($0, in: organization.snapshot) }
                ?? view.json(holder),
            "entitlements": .array(held),
        ])
    }

    /// `/v1/groups?display=…`: who is in them tells each group by itself.
    func groups(_ query: Query, _ view: ServedView) throws(WebProblem) -> WebAnswer {
        let snapshot = view.organization.snapshot
        let matching =
            query["display"].map { snapshot.groups(display: $0) }
            ?? snapshot.groups.indices.map(GroupIndex.init)
        let page = try Page(query, of: matching) { snapshot.groups[Int($0)].id.rawValue }
        return view.document([
            "groups": .array(
                page.elements.map { index in
                    let group = snapshot.groups[Int(index)]
                    return [
                        "id": .string(group.id.rawValue), "source": .string(group.source.rawValue),
                        "display": .string(group.display), "dn": .string(group.label),
                    ]
                }), "next": .optional(page.next),
        ])
    }

    /// `/v1/groups/ID`, with everybody in it.
    func group(_ id: String, _ view: ServedView) throws(WebProblem) -> WebAnswer {
        let snapshot = view.organization.snapshot
        guard let index = snapshot.index(of: GroupID(id)) else {
            throw .notFound("no group has that id")
        }
        return view.document(["group": JSONDirectory.group(index, in: snapshot)])
    }
}

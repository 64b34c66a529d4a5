import Directory
import EntitlementStore
import Entitlements
import HTTPTypes
import MembershipSnapshot
import Reporting

/// Who holds what.
extension JSONAPI {
    /// `/v1/who-can?role=…&on=…`, in pages of whole people.
    func whoCan(_ query: Query, _ view: ServedView) throws(WebProblem) -> WebAnswer {
        let organization = view.organization
        let target: Target
        do throws(TargetFault) { target = try organization.target(query["on"] ?? "any") } catch {
            throw .badQuery("on: \(error.rawValue)")
        }
        let role = RoleID(try query.required("role"))
        guard let held = organization.holdings(of: role, on: target) else {
            throw .notFound("no mappings ever defined that role")
        }
        let page = try Page(query, of: held) { $0.key.person.rawValue }
        return view.document([
            "role": .string(role.rawValue), "holders": .array(page.elements.map(view.json)),
            "next": .optional(page.next),
        ])
    }

    /// `/v1/entitlements?person=…`.
    func entitlements(_ query: Query, _ view: ServedView) throws(WebProblem) -> WebAnswer {
        let holder = try view.organization.required(try query.required("person"))
        return view.document([
            "person": view.json(holder),
            "entitlements": .array(view.organization.entitlements(of: holder).map(view.json)),
        ])
    }

    func roles(_ view: ServedView) -> WebAnswer {
        view.document([
            "roles": .array(
                view.organization.roles.map {
                    [
                        "id": .string($0.id.rawValue), "title": .string($0.title),
                        "tier": .string($0.tier.rawValue), "owner": .string($0.owner.description),
                    ]
                })
        ])
    }

    /// `/v1/why?person=…&role=…&scope=…`: asked of the store, which alone knows every derivation.
    func why(_ request: WebRequest) async throws(WebProblem) -> WebAnswer {
        let view = try await view(request, taking: ["person", "role", "scope"])
        let organization = view.organization
        let holder = try organization.required(try request.query.required("person"))
        let role = RoleID(try request.query.required("role"))
        var scope: Scope?
        if let text = request.query["scope"] {
            scope = try organization.scope(text)
        }
        let moment = try moment(request.query) ?? .now
        let wanted = scope
        let explanation = try await keeper.read { store throws(StoreError) in
            try store.explanation(person: holder.id, role: role, scope: wanted, asOf: moment)
        }
        guard let explanation else { throw .notFound("no mappings ever defined that role") }
        return WebAnswer(
            .ok, Array(JSONExplanation().text(of: explanation).utf8), fields: view.fields)
    }
}

extension ServedView {
    /// An entitlement with its person.
    func json(_ entitlement: HeldEntitlement) -> JSONValue {
        let key = entitlement.key
        return [
            "person": organization.holder(key.person).map(json) ?? .null,
            "role": .string(key.role.rawValue), "scope": .string(organization.rendered(key.scope)),
            "since": .string(entitlement.sinceTime.description),
            "sinceRevision": .number(entitlement.since.rawValue),
        ]
    }

    /// Who somebody is, in short.
    func json(_ holder: Holder) -> JSONValue {
        [
            "id": .string(holder.id.rawValue), "userName": .string(holder.userName),
            "displayName": .string(holder.displayName), "active": .bool(holder.isActive),
        ]
    }
}

extension OrganizationView {
    /// - Throws: ``WebProblem`` for nobody, and for more than one.
    func required(_ name: String) throws(WebProblem) -> Holder {
        switch holder(named: name) {
        case .found(let holder): return holder
        case .unknown: throw .notFound("nobody has that login or id")
        case .ambiguous:
            throw WebProblem(
                .conflict, "ambiguous-person", "several people have that login; name one by id")
        }
    }

    /// A scope as people write it.
    fileprivate func scope(_ text: String) throws(WebProblem) -> Scope {
        let target: Target
        do throws(TargetFault) { target = try self.target(text) } catch {
            throw .badQuery("scope: \(error.rawValue)")
        }
        switch target {
        case .any: throw .badQuery("scope: leave it out for every scope")
        case .organization: return .organization
        case .department(let name): return .department(name)
        case .region(let name): return .region(name)
        case .group(let name): return .group(name)
        case .person(let holder): return .person(holder.id)
        case .reports(let holder): return .reports(holder.id)
        }
    }
}

import Directory
import Entitlements
import Foundation
import MembershipSnapshot
import SCIMFilter

/// `/Users`: the people of the directory, with what they hold.
struct UserResources: SCIMResources {
    let organization: OrganizationView
    let base: String

    private var snapshot: DirectorySnapshot { organization.snapshot }

    func place(of id: String) -> Int32? { snapshot.index(of: PersonID(id)) }

    func places(matching text: String?) throws(WebProblem) -> [Int32] {
        let everybody = 0..<PersonIndex(snapshot.people.count)
        guard let text else { return Array(everybody) }
        let filter: Filter
        do throws(FilterError) { filter = try Filter.parse(text) } catch {
            throw .badQuery("\(error)", scimType: "invalidFilter")
        }
        // What is in force is ours to tell; everything else the whole snapshot is judged by at once.
        if filter.references.contains(where: { UserSubject.isOurs($0.attribute) }) {
            return everybody.filter {
                filter.matches(UserSubject(organization: organization, person: $0))
            }
        }
        let prepared = filter.prepared(for: snapshot)
        return everybody.filter(prepared.matches)
    }

    func sortKey(_ path: String) throws(WebProblem) -> (Int32) -> String? {
        guard let attribute = Attribute(path: path) ?? Attribute(path: path + ".value") else {
            throw .badQuery("sortBy names no attribute", scimType: "invalidPath")
        }
        let isExact = attribute.definition.caseExact
        return { [organization] person in
            var first: String?
            let subject = UserSubject(organization: organization, person: person)
            _ = subject.anyValue(of: attribute, in: nil) { value, _ in
                first = String(decoding: value, as: UTF8.self)
                return true
            }
            return isExact ? first : first?.caselessForm
        }
    }

    func resource(at place: Int32, _ projection: Projection) -> SCIMResource {
        let person = snapshot.people[Int(place)]
        var draft = UserDraft(person)
        draft.schemas = [SCIMURN.user, SCIMURN.rollcallUser]
        if projection.wants("groups") { draft.core["groups"] = groups(of: place) }
        if let manager = snapshot.reportingLines.manager(of: place) {
            let manager = snapshot.people[Int(manager)]
            draft.enterprise["manager"] = [
                "value": .string(manager.id.rawValue),
                "$ref": .string("\(base)/Users/\(manager.id.rawValue.asPathPart)"),
                "displayName": .string(manager.displayName),
            ]
        }
        let held = organization.entitlements(of: organization.holder(at: place))
        draft.core["roles"] = roles(held)
        draft.core["entitlements"] = .array(
            UserSubject.entitlements(held, in: organization).map { .object($0) })
        draft.core[SCIMURN.rollcallUser] = [
            "managers": .strings(
                snapshot.reportingLines.managers(of: place).map {
                    snapshot.people[Int($0)].userName
                }),
            "holdings": .array(
                held.map {
                    [
                        "role": .string($0.key.role.rawValue),
                        "scope": .string(organization.rendered($0.key.scope)),
                        "since": .string($0.sinceTime.description),
                        "sinceRevision": .number($0.since.rawValue),
                    ]
                }),
        ]
        return SCIMResource(
            draft.members, type: "User",
            location: "\(base)/Users/\(person.id.rawValue.asPathPart)", projection)
    }

    private func groups(of person: PersonIndex) -> JSONValue {
        .array(
            snapshot.memberships.allGroups(of: person).map { index in
                let group = snapshot.groups[Int(index)]
                let isDirect = snapshot.memberships.containsDirectly(index, person)
                return [
                    "value": .string(group.id.rawValue),
                    "$ref": .string("\(base)/Groups/\(group.id.rawValue.asPathPart)"),
                    "display": .string(group.display),
                    "type": isDirect ? "direct" : "indirect",
                ]
            })
    }

    private func roles(_ held: ArraySlice<HeldEntitlement>) -> JSONValue {
        .array(UserSubject.roles(held, in: organization).map { .object($0) })
    }
}

/// A user under construction: what the sources said, by schema.
struct UserDraft {
    var schemas: [String] = []
    var core: [String: JSONValue] = [:]
    var enterprise: [String: JSONValue] = [:]

    init(_ person: Person) {
        core["id"] = .string(person.id.rawValue)
        core["userName"] = .string(person.userName)
        core["active"] = .bool(person.isActive)
        core["displayName"] = .string(person.displayName)
        var elements: [String: [Int: [String: JSONValue]]] = [:]
        for entry in person.attributes.entries {
            let definition = entry.attribute.definition
            // Worked out here, or ours to tell.
            if entry.attribute == .userName || entry.attribute == .id
                || UserSubject.isOurs(entry.attribute) || definition.name == "meta"
            {
                continue
            }
            let value: JSONValue =
                definition.type == .boolean
                ? .bool(entry.value.lowercased() == "true") : .string(entry.value)
            let name = String(definition.name)
            guard let inner = definition.subAttribute.map(String.init) else {
                if definition.schema == .enterprise {
                    enterprise[name] = value
                } else {
                    core[name] = value
                }
                continue
            }
            if definition.schema == .enterprise { continue }
            let element = definition.isMultiValued ? Int(entry.element) : -1
            elements[name, default: [:]][element, default: [:]][inner] = value
        }
        for (name, members) in elements {
            core[name] =
                members[-1].map(JSONValue.object)
                ?? .array(members.sorted { $0.key < $1.key }.map { .object($0.value) })
        }
    }

    var members: [String: JSONValue] {
        var members = core
        var schemas = schemas
        if !enterprise.isEmpty {
            members[SCIMURN.enterpriseUser] = .object(enterprise)
            schemas.insert(SCIMURN.enterpriseUser, at: 1)
        }
        members["schemas"] = .strings(schemas)
        return members
    }
}

extension String {
    /// Fit to be one part of a URL's path.
    var asPathPart: String {
        addingPercentEncoding(withAllowedCharacters: .pathPart) ?? self
    }
}

extension CharacterSet {
    fileprivate static let pathPart = CharacterSet.urlPathAllowed.subtracting(["/"])
}

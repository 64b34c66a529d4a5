import Directory
import Entitlements
import MembershipSnapshot
import SCIMFilter

/// `/Groups`: the groups of the directory, with who is in them directly.
struct GroupResources: SCIMResources {
    let organization: OrganizationView
    let base: String

    private var snapshot: DirectorySnapshot { organization.snapshot }

    func place(of id: String) -> Int32? { snapshot.index(of: GroupID(id)) }

    func places(matching text: String?) throws(WebProblem) -> [Int32] {
        let all = 0..<GroupIndex(snapshot.groups.count)
        guard let text else { return Array(all) }
        let filter: Filter
        do throws(FilterError) {
            filter = try Filter.parse(GroupSubject.translated(text))
        } catch {
            throw .badQuery("\(error)", scimType: "invalidFilter")
        }
        guard filter.references.allSatisfy({ GroupSubject.has($0.attribute) }) else {
            throw .badQuery(
                "the filter names an attribute that no group has", scimType: "invalidFilter")
        }
        return all.filter { filter.matches(GroupSubject(snapshot: snapshot, group: $0)) }
    }

    func sortKey(_ path: String) throws(WebProblem) -> (Int32) -> String? {
        let name = path.lowercased().replacing(SCIMURN.group.lowercased() + ":", with: "")
        switch name {
        case "id": return { [snapshot] in snapshot.groups[Int($0)].id.rawValue }
        case "displayname": return { [snapshot] in snapshot.groups[Int($0)].display.caselessForm }
        default: throw .badQuery("groups are sorted by id or displayName", scimType: "invalidPath")
        }
    }

    func resource(at place: Int32, _ projection: Projection) -> SCIMResource {
        let group = snapshot.groups[Int(place)]
        var members: [String: JSONValue] = [
            "schemas": [.string(SCIMURN.group)], "id": .string(group.id.rawValue),
            "displayName": .string(group.display),
        ]
        // Those of a large group cost more than all the rest.
        if projection.wants("members") { members["members"] = .array(self.members(of: place)) }
        return SCIMResource(
            members, type: "Group",
            location: "\(base)/Groups/\(group.id.rawValue.asPathPart)", projection)
    }

    private func members(of index: GroupIndex) -> [JSONValue] {
        let people = snapshot.memberships.directMembers(of: index).map { person in
            let person = snapshot.people[Int(person)]
            return member(person.id.rawValue, person.displayName, "User")
        }
        return people
            + snapshot.memberships.memberGroups(of: index).map { inner in
                let group = snapshot.groups[Int(inner)]
                return member(group.id.rawValue, group.display, "Group")
            }
    }

    private func member(_ id: String, _ display: String, _ type: String) -> JSONValue {
        [
            "value": .string(id), "$ref": .string("\(base)/\(type)s/\(id.asPathPart)"),
            "display": .string(display), "type": .string(type),
        ]
    }
}

/// A group as filters see it.
///
/// The vocabulary of filters is that of people. It has one attribute of the shape of `members`, with
/// `value`, `display` and `type`: `groups`. A filter on groups is read with that word in its place.
struct GroupSubject: FilterSubject {
    let snapshot: DirectorySnapshot
    let group: GroupIndex

    static func has(_ attribute: Attribute) -> Bool {
        switch attribute {
        case .id, .displayName, .groupsValue, .groupsDisplay, .groupsType: true
        default: false
        }
    }

    /// The filter with `members` for what the vocabulary calls `groups`, outside of quotes; `groups`
    /// itself becomes a word that it does not know.
    static func translated(_ text: String) -> String {
        var result = ""
        var word = ""
        var isQuoted = false
        var isEscaped = false
        func replaced(_ word: String) -> String {
            switch word.lowercased() {
            case "members": "groups"
            case "groups": "members"
            default: word
            }
        }
        let text = text.replacing(SCIMURN.group + ":", with: SCIMURN.user + ":")
        for character in text {
            if !isQuoted, character.isLetter {
                word.append(character)
                continue
            }
            result += replaced(word)
            word = ""
            result.append(character)
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            }
        }
        return result + replaced(word)
    }

    func anyValue(
        of attribute: Attribute, in element: Int?,
        where test: (UnsafeBufferPointer<UInt8>, Int) -> Bool
    ) -> Bool {
        func accepts(_ text: String, _ element: Int) -> Bool {
            var text = text
            return text.withUTF8 { test($0, element) }
        }
        let record = snapshot.groups[Int(group)]
        switch attribute {
        case .id: return accepts(record.id.rawValue, 0)
        case .displayName: return accepts(record.display, 0)
        default:
            let elements = element.map { $0..<($0 + 1) } ?? 0..<memberCount
            return elements.contains { accepts(value(of: attribute, of: $0), $0) }
        }
    }

    func anyElement(of parent: ComplexAttribute, where test: (Int) -> Bool) -> Bool {
        (0..<memberCount).contains(where: test)
    }

    private var memberCount: Int {
        snapshot.memberships.directMembers(of: group).count
            + snapshot.memberships.memberGroups(of: group).count
    }

    /// People first, then groups.
    private func value(of attribute: Attribute, of element: Int) -> String {
        let people = snapshot.memberships.directMembers(of: group)
        if element < people.count {
            let person = snapshot.people[Int(people[people.startIndex + element])]
            switch attribute {
            case .groupsValue: return person.id.rawValue
            case .groupsDisplay: return person.displayName
            default: return "User"
            }
        }
        let groups = snapshot.memberships.memberGroups(of: group)
        let inner = snapshot.groups[Int(groups[groups.startIndex + element - people.count])]
        switch attribute {
        case .groupsValue: return inner.id.rawValue
        case .groupsDisplay: return inner.display
        default: return "Group"
        }
    }
}

import Directory

/// A person of a snapshot, as filters see them.
///
/// `groups` are all groups of the person, direct and indirect: `value` is the ``GroupID``, `dn` the
/// group's label. `managers` is the reporting line, nearest first, each a userName;
/// `manager.value` is the manager's ``PersonID``, `manager.displayName` the name to show.
/// For many people use ``PreparedFilter``: here each question about groups walks them.
public struct PersonSubject: FilterSubject {
    /// Behind a reference, so that a subject for each person of a large snapshot costs nothing.
    final class Facts: Sendable {
        /// The one that all the people are of.
        let snapshot: DirectorySnapshot
        init(_ snapshot: DirectorySnapshot) { self.snapshot = snapshot }
    }

    private let facts: Facts
    public let person: PersonIndex

    /// - Precondition: the person is in the snapshot.
    public init(snapshot: DirectorySnapshot, person: PersonIndex) {
        self.init(facts: Facts(snapshot), person: person)
    }

    init(facts: Facts, person: PersonIndex) {
        self.facts = facts
        self.person = person
    }

    private func record(_ person: PersonIndex) -> Person { facts.snapshot.people[Int(person)] }

    public func anyValue(
        of attribute: Attribute, in element: Int?,
        where wants: (UnsafeBufferPointer<UInt8>, Int) -> Bool
    ) -> Bool {
        func test(_ text: String, _ element: Int) -> Bool {
            var text = text
            return text.withUTF8 { wants($0, element) }
        }
        switch attribute {
        case .id: return test(record(person).id.rawValue, 0)
        case .active: return test(record(person).isActive ? "true" : "false", 0)
        case .managerValue, .managerDisplayName, .managers:
            return anyManager(of: attribute, where: test)
        case .groupsValue, .groupsDisplay, .groupsDN, .groupsType:
            if let element {
                return test(groupValue(attribute, GroupIndex(element)), element)
            }
            return facts.snapshot.memberships.allGroups(of: person).contains { group in
                test(groupValue(attribute, group), Int(group))
            }
        default:
            return facts.snapshot.people[Int(person)].attributes.anyValue(
                of: attribute, in: element, where: wants)
        }
    }

    public func anyElement(of parent: ComplexAttribute, where test: (Int) -> Bool) -> Bool {
        if parent.attributes[0].isGroups {
            return facts.snapshot.memberships.allGroups(of: person).contains { test(Int($0)) }
        }
        return facts.snapshot.people[Int(person)].attributes.anyElement(
            of: parent.attributes, where: test)
    }

    private func anyManager(of attribute: Attribute, where test: (String, Int) -> Bool) -> Bool {
        var below = person
        while let manager = facts.snapshot.reportingLines.manager(of: below) {
            let value =
                switch attribute {
                case .managerValue: record(manager).id.rawValue
                case .managerDisplayName: record(manager).displayName
                default: record(manager).userName
                }
            if test(value, Int(manager)) { return true }
            guard attribute == .managers else { return false }
            below = manager
        }
        return false
    }

    private func groupValue(_ attribute: Attribute, _ index: GroupIndex) -> String {
        switch attribute {
        case .groupsType:
            facts.snapshot.memberships.containsDirectly(index, person) ? "direct" : "indirect"
        default: facts.snapshot.groups[Int(index)].value(of: attribute)
        }
    }
}

extension Group {
    /// What `groups.value`, `groups.display` and `groups.dn` are; `groups.type` depends on the person.
    func value(of attribute: Attribute) -> String {
        switch attribute {
        case .groupsValue: id.rawValue
        case .groupsDN: label
        default: display
        }
    }
}

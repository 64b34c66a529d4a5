/// How one directory is laid out: which entries are people and groups, and where it keeps what the
/// vocabulary needs. A preset (``preset(named:)``) gives all of it; the configuration changes parts.
public struct LDAPSchema: Sendable, Hashable {
    /// An attribute of a group that lists members.
    public struct MemberAttribute: Sendable, Hashable {
        /// What a value is.
        public enum Syntax: Sendable, Hashable {
            /// A DN.
            case distinguishedName
            /// A DN, perhaps with `#'0101'B` behind it, which is dropped.
            /// - SeeAlso: RFC 4517 §3.3.21
            case nameAndOptionalUID
            /// The login of an account.
            case userName
        }

        /// As the configuration spells it, for example `uniqueMember`.
        public let name: String
        /// How a value names a member.
        public let syntax: Syntax

        public init(_ name: String, _ syntax: Syntax) {
            self.name = name
            self.syntax = syntax
        }
    }

    /// A membership that the person has and the group does not list: the person's number of the
    /// group is the last part of the group's identifier, whose other parts are the person's own.
    /// - SeeAlso: MS-ADA3 `primaryGroupID`, MS-DTYP §2.4.2.2
    public struct PrimaryGroup: Sendable, Hashable {
        /// Of people, for example `primaryGroupID`.
        public let number: String
        /// Of people and groups, binary, for example `objectSid`.
        public let identifier: String

        public init(number: String, identifier: String) {
            self.number = number
            self.identifier = identifier
        }
    }

    /// As the configuration spells it.
    public let name: String
    /// The attribute that names an entry for ever. It is often operational: a server sends it only
    /// when it is asked for by name.
    public var anchor: String
    /// An entry of any of these classes is a person. **Shape:** at least one.
    public var personClasses: [String]
    /// Only an entry of this `objectCategory` is a person, in its short form; nil where directories
    /// have no such attribute. It keeps computers apart, which are of a person's classes too.
    public var personCategory: String?
    /// Where each attribute of the vocabulary is read from. An attribute that is not here is read
    /// from nowhere; there are no fallbacks, so that an explanation can name the one place.
    public var attributes: [Attribute: String]
    /// The DN of the manager's entry; nil when the directory keeps none.
    public var manager: String?
    /// An account is inactive when any of them shows it.
    public var inactivity: [InactivityRule] = []
    /// An entry of any of these classes is a group. **Shape:** at least one.
    public var groupClasses: [String]
    /// Where a group's name is, for `groups.display`.
    public var groupDisplay: String
    /// Where a group lists its members; all of them are read.
    public var members: [MemberAttribute]
    /// nil where groups list all of their members.
    public var primaryGroup: PrimaryGroup?
    /// Whether a search stays in the domain of its base. Without it Active Directory answers with
    /// references to domains and partitions of which nobody is looked for.
    public var staysInDomain = false

    /// Where each attribute of the vocabulary comes from, for explanations: those of ``attributes``,
    /// and `groups` and `managers`, which are made of what groups and people list.
    var attributeNames: [Attribute: String] {
        var names = attributes
        let lists = (members.map(\.name) + [primaryGroup?.number].compactMap(\.self))
            .joined(separator: ", ")
        for attribute in [Attribute.groupsValue, .groupsDisplay, .groupsDN, .groupsType] {
            names[attribute] = lists
        }
        for attribute in [Attribute.managers, .managerValue] { names[attribute] = manager }
        return names
    }

    /// The filter that finds the people (or groups) of the schema.
    public func filter(for subject: ReadingSubject) -> LDAPFilter {
        let classes = LDAPFilter.objectClass(anyOf: classes(for: subject))
        guard subject == .people, let category = personCategory else { return classes }
        return .and([.equals("objectCategory", category), classes])
    }

    /// The object classes that make an entry a person (or group).
    public func classes(for subject: ReadingSubject) -> [String] {
        subject == .people ? personClasses : groupClasses
    }

    /// The attributes to ask a server for, and no others: a name that a server does not know can
    /// cost the whole answer. **Shape:** sorted, unique without case.
    public func requestedAttributes(for subject: ReadingSubject) -> [String] {
        let names: [String] =
            switch subject {
            case .people:
                [anchor] + attributes.values + [manager].compactMap(\.self)
                    + inactivity.map(\.attribute)
                    + (primaryGroup.map { [$0.number, $0.identifier] } ?? [])
            case .groups:
                [anchor, groupDisplay] + members.map(\.name)
                    + [primaryGroup?.identifier].compactMap(\.self)
            }
        var seen: Set<String> = []
        return names.sorted().filter { seen.insert($0.lowercased()).inserted }
    }

    /// Whether the text can name an attribute of a server: a name or OID, with options.
    /// - SeeAlso: RFC 4512 §2.5
    public static func isAttributeDescription(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ";") }
    }
}

import Directory
import Entitlements

/// `directory export`, and for one person or group `directory person` and `directory group`: what the
/// sources said, normalised.
public struct DirectoryExport: Sendable {
    /// How somebody is in a group.
    public enum MembershipType: String, Sendable, Hashable { case direct, indirect }

    public struct Person: Sendable, Hashable {
        /// A group that the person is in, by its name.
        public struct Membership: Sendable, Hashable {
            public let display: String
            public let type: MembershipType

            public init(display: String, type: MembershipType) {
                self.display = display
                self.type = type
            }
        }

        /// One value, with the source that said so and its name for the attribute.
        public struct Fact: Sendable, Hashable {
            public let attribute: Attribute
            public let value: String
            public let source: SourceID?
            public let sourceAttribute: String?

            public init(
                attribute: Attribute, value: String, source: SourceID?, sourceAttribute: String?
            ) {
                self.attribute = attribute
                self.value = value
                self.source = source
                self.sourceAttribute = sourceAttribute
            }
        }

        public let id: PersonID
        public let userName: String
        public let isActive: Bool
        /// Every value, in the order of the vocabulary; the first of each single-valued attribute
        /// counts.
        public let facts: [Fact]
        /// The reporting line upwards, nearest first.
        public let managers: [String]
        /// **Shape:** sorted by display, then type.
        public let groups: [Membership]

        public init(
            id: PersonID, userName: String, isActive: Bool, facts: [Fact], managers: [String],
            groups: [Membership]
        ) {
            self.id = id
            self.userName = userName
            self.isActive = isActive
            self.facts = facts
            self.managers = managers
            self.groups = groups
        }

        func value(_ attribute: Attribute) -> String? {
            facts.first { $0.attribute == attribute }?.value
        }

        func values(_ attribute: Attribute) -> [String] {
            facts.filter { $0.attribute == attribute }.map(\.value)
        }
    }

    public struct Group: Sendable, Hashable {
        public struct Member: Sendable, Hashable {
            public let userName: String
            public let type: MembershipType

            public init(userName: String, type: MembershipType) {
                self.userName = userName
                self.type = type
            }
        }

        public let id: GroupID
        public let display: String
        /// A DN or a SCIM location.
        public let dn: String
        /// **Shape:** sorted by login.
        public let members: [Member]

        public init(id: GroupID, display: String, dn: String, members: [Member]) {
            self.id = id
            self.display = display
            self.dn = dn
            self.members = members
        }
    }

    /// **Shape:** sorted by login, then id.
    public let people: [Person]
    /// **Shape:** sorted by display, then id.
    public let groups: [Group]

    public init(people: [Person], groups: [Group]) {
        self.people = people
        self.groups = groups
    }
}

import Directory
import Entitlements

/// `entitlements`, `who-can ROLE` and `person NAME`: what is in force at a revision.
public struct EntitlementListing: Listing {
    /// One entitlement in force.
    public struct Entry: Sendable, Hashable {
        /// The login.
        public let person: String
        public let displayName: String
        public let role: Role
        /// As people write it, with logins.
        public let scope: String
        public let since: Revision

        public init(
            person: String, displayName: String, role: Role, scope: String, since: Revision
        ) {
            self.person = person
            self.displayName = displayName
            self.role = role
            self.scope = scope
            self.since = since
        }
    }

    public let revision: Revision
    /// In the order in which they are listed.
    public let entries: [Entry]
    public let freshness: [SourceFreshness]

    public init(revision: Revision, entries: [Entry], freshness: [SourceFreshness]) {
        self.revision = revision
        self.entries = entries
        self.freshness = freshness
    }

    public var heading: String {
        "\(entries.count.counted("entitlement")) \(freshness.sentence(at: revision))"
    }

    public var table: Table {
        var table = Table(
            [
                .init("person"), .init("name"), .init("role"), .init("tier"), .init("scope"),
                .init("since", .trailing),
            ], emptyNotice: "no entitlement is in force")
        for entry in entries {
            table.append([
                entry.person, entry.displayName, entry.role.id.rawValue, entry.role.tier.rawValue,
                entry.scope, entry.since.description,
            ])
        }
        return table
    }

    public var document: [String: JSONValue] {
        [
            "revision": .number(revision.rawValue),
            "freshness": .array(freshness.map { JSONValue($0) }),
            "entitlements": .array(
                entries.map { entry in
                    [
                        "person": .string(entry.person),
                        "displayName": .string(entry.displayName),
                        "role": .string(entry.role.id.rawValue),
                        "tier": .string(entry.role.tier.rawValue), "scope": .string(entry.scope),
                        "since": .number(entry.since.rawValue),
                    ]
                }),
        ]
    }
}

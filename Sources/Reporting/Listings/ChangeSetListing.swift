import Directory
import Entitlements

/// `changes list`: the change sets of a store.
public struct ChangeSetListing: Listing {
    public struct Entry: Sendable, Hashable {
        public let changeSet: ReportedChangeSet
        /// **Units:** changes.
        public let grants: Int
        /// **Units:** changes.
        public let revokes: Int
        /// How many of its guards were tripped.
        public let tripped: Int
        /// Changes that wait for a decision.
        public let waiting: Int

        public init(
            changeSet: ReportedChangeSet, grants: Int, revokes: Int, tripped: Int, waiting: Int
        ) {
            self.changeSet = changeSet
            self.grants = grants
            self.revokes = revokes
            self.tripped = tripped
            self.waiting = waiting
        }
    }

    /// **Shape:** the newest first.
    public let entries: [Entry]

    public init(entries: [Entry]) { self.entries = entries }

    public var table: Table {
        var table = Table(
            [
                .init("id", .trailing), .init("state"), .init("made"), .init("grants", .trailing),
                .init("revokes", .trailing), .init("waiting", .trailing),
                .init("guards", .trailing), .init("digest"),
            ], emptyNotice: "no change set yet")
        for entry in entries {
            let set = entry.changeSet
            table.append([
                set.id.description, set.state.rawValue, set.created.readable,
                entry.grants.grouped, entry.revokes.grouped, entry.waiting.grouped,
                entry.tripped.grouped, set.digest.short,
            ])
        }
        return table
    }

    public var document: [String: JSONValue] {
        [
            "changeSets": .array(
                entries.map { entry in
                    let set = entry.changeSet
                    return [
                        "id": .string(set.id.description),
                        "digest": .string(set.digest.description),
                        "state": .string(set.state.rawValue), "created": .time(set.created),
                        "baseRevision": .number(set.base.rawValue),
                        "counts": [
                            "grant": .number(entry.grants), "revoke": .number(entry.revokes),
                        ], "guardsTripped": .number(entry.tripped),
                        "waiting": .number(entry.waiting),
                    ]
                })
        ]
    }
}

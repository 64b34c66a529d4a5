import Directory
import Entitlements

/// `ledger show`: the record, entry by entry.
public struct LedgerListing: Listing {
    public struct Entry: Sendable, Hashable {
        /// **Units:** 1-based.
        public let number: Int64
        public let time: Timestamp
        /// A stable word, for example `run`, `decision`, `applied`.
        public let kind: String
        /// One line for people.
        public let summary: String
        /// The entry's own hash, over its content and the hash of the entry before.
        public let digest: Digest

        public init(number: Int64, time: Timestamp, kind: String, summary: String, digest: Digest) {
            self.number = number
            self.time = time
            self.kind = kind
            self.summary = summary
            self.digest = digest
        }
    }

    /// In the order in which they are listed.
    public let entries: [Entry]

    public init(entries: [Entry]) { self.entries = entries }

    public var table: Table {
        var table = Table(
            [
                .init("entry", .trailing), .init("time"), .init("kind"), .init("what"),
                .init("hash"),
            ], emptyNotice: "the ledger is empty")
        for entry in entries {
            table.append([
                String(entry.number), entry.time.readable, entry.kind, entry.summary,
                entry.digest.short,
            ])
        }
        return table
    }

    public var document: [String: JSONValue] {
        [
            "entries": .array(
                entries.map { entry in
                    [
                        "number": .number(entry.number), "time": .time(entry.time),
                        "kind": .string(entry.kind), "summary": .string(entry.summary),
                        "digest": .string(entry.digest.description),
                    ]
                })
        ]
    }
}

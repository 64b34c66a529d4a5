import Directory
import Entitlements

/// One entry of the ledger. Each names the hash of the one before, so that none can be changed, left
/// out or put in without every later hash being wrong.
public struct LedgerEntry: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case run
        case mapping
        case changeSet = "change-set"
        case decisions
        case apply
        case close
        case leaseTakeover = "lease-takeover"
        case tokenCreated = "token-created"
        case tokenRevoked = "token-revoked"
    }

    /// From 1, without gaps.
    public let number: Int64
    /// When it happened, by the clock of who wrote it; not necessarily ascending.
    public let time: Timestamp
    /// Decides what the ``body`` holds.
    public let kind: Kind
    /// **Shape:** canonical JSON.
    public let body: String
    /// The hash of the entry before; of nothing for the first.
    public let previous: Digest
    /// SHA-256 of ``text``.
    public let hash: Digest

    /// What is hashed: one line of canonical JSON, as `rollcall ledger export` prints it.
    public var text: String {
        Self.text(number: number, time: time, kind: kind, body: body, previous: previous)
    }

    /// The same of its parts.
    static func text(
        number: Int64, time: Timestamp, kind: Kind, body: String, previous: Digest
    ) -> String {
        "{\"body\":\(body),\"kind\":\"\(kind.rawValue)\",\"number\":\(number),"
            + "\"previous\":\"\(previous)\",\"time\":\"\(time)\"}"
    }
}

/// What verifying the ledger found.
public struct LedgerVerification: Sendable, Hashable {
    /// How many entries were read.
    public let entries: Int64
    /// The hash of the last entry: note it elsewhere, and a ledger cut short is found too.
    public let head: Digest
    /// What is wrong, the first entry first; empty when everything agrees.
    public let faults: [Fault]

    /// One disagreement.
    public struct Fault: Sendable, Hashable {
        /// The entry that is wrong, or that attests what a table no longer says; nil for rows that no
        /// entry attests.
        public let entry: Int64?
        /// One sentence without names.
        public let summary: String
    }

    /// Whether the record can be relied on.
    public var isIntact: Bool { faults.isEmpty }
}

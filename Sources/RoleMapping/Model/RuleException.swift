import Diagnostics
import Directory
import Entitlements

/// Roles that one person gets for a while, outside the rules.
public struct RuleException: Sendable {
    /// Its name and wording.
    public let reference: RuleReference
    /// Whose it is, by login; letters compare without case.
    public let userName: String
    /// **Shape:** at least one; in the order of the file.
    public let grants: [Grant]
    public let reason: String
    /// Where it was agreed; nil when the file names nothing.
    public let ticket: String?
    /// The first second in which it is in force; nil means that it always was.
    public let start: Timestamp?
    /// The first second in which it is no longer in force: the one behind the day named `until`.
    public let end: Timestamp
    public let place: Place

    public var id: String { reference.id }

    /// Computes the digest of what the exception says.
    init(
        id: String, userName: String, grants: [Grant], reason: String, ticket: String?,
        start: Timestamp?, end: Timestamp, place: Place
    ) {
        let said: JSONValue = [
            "end": .string(end.description), "grant": Grant.canonical(grants),
            "person": .string(userName.lowercased()), "reason": .string(reason),
            "start": .optional(start?.description), "ticket": .optional(ticket),
        ]
        reference = RuleReference(
            kind: .exception, id: id, digest: Digest(of: CanonicalJSON.bytes(of: said)))
        self.userName = userName
        self.grants = grants
        self.reason = reason
        self.ticket = ticket
        self.start = start
        self.end = end
        self.place = place
    }

    /// Why, agreed where and how long: whoever approves it must see that it ends.
    public var title: String {
        let term = start.map { "\($0.day) to \(lastDay)" } ?? "until \(lastDay)"
        return "\(reason) (\([ticket, term].compactMap(\.self).joined(separator: ", ")))"
    }

    /// The last day on which it is in force, `YYYY-MM-DD`.
    public var lastDay: String { Timestamp(secondsSinceEpoch: end.secondsSinceEpoch - 1).day }

    /// Whether it grants anything at that moment.
    public func isInForce(at moment: Timestamp) -> Bool {
        moment < end && start.map { $0 <= moment } ?? true
    }
}

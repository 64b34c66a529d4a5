import Directory

/// One way in which a server tells what has changed.
protocol ChangeFeed {
    /// Where an answer ended, as the next question begins.
    associatedtype Position: ChangePosition

    /// Whether an answer says again what the ones before it said.
    static var repeatsItself: Bool { get }

    /// Reads everything.
    /// - Returns: where changes begin; nil when the server will not tell them.
    /// - Throws: ``LDAPError``, `CancellationError`
    static func readWhole(
        into pull: inout DirectoryPull, over connection: Connection
    ) throws -> Position?

    /// Reads what has changed.
    /// - Parameters:
    ///   - position: where the last answer ended; afterwards, where this one did.
    ///   - pull: gets the entries that are different, whole.
    /// - Returns: nil when the server says that nothing has changed.
    /// - Throws: ``Doubt``, ``LDAPError``, `CancellationError`, and what the baseline throws.
    static func readChanges(
        since position: inout Position, of baseline: ReadingBaseline,
        into pull: inout DirectoryPull, over connection: Connection
    ) throws -> Changes?
}

/// See ``ChangeFeed/Position``.
protocol ChangePosition: Codable {
    /// Whether it is small enough to be kept.
    var isSmall: Bool { get }
}

/// What has changed, besides the entries that came.
struct Changes {
    /// The baseline's, or the part of it that came or is gone.
    var known: SourceReading
    /// Where the rest is, when it is a part.
    var parts: (any ReadingParts)?
    /// Who is no more, proved.
    var gone = EntrySet()
    /// Who is to be asked what they say now, beside those who name somebody that moved.
    var toAsk = EntrySet()
    /// Of groups that have not come.
    var memberships: [Anchor: MembershipChange] = [:]

    /// **Units:** entries; to read everything is cheaper than to ask more.
    static let mostAsked = 1000
}

/// Why changes do not tell everything. **Shape:** the raw value is said to people.
enum Doubt: String, Error {
    case refused = "the server does not say what has changed"
    case incomplete = "not every change could be read"
    case forgotten = "the server took the cookie for none"
    case partial = "the server's list of what is left lacks somebody who is there"
    case moved = "what contains people or groups has changed"
    case tooMany = "too much else would have to be asked"
    case restored = "the server knows less than it did"
    case nameless = "somebody is named by a name that nobody is known to have"
    case timeless = "who changed last is not found by the time of it"
}

/// One question to a source and what it gave: the population proof of a report.
public struct ReadingQuery: Sendable, Hashable, Codable {
    /// `people` or `groups`.
    public let subject: String
    /// The question as an administrator could ask it again: base, scope and filter of an LDAP
    /// search, the path of a SCIM request, the name of a file.
    public let query: String
    /// **Units:** entries received.
    public package(set) var entries: Int
    /// **Units:** pages (or files) received.
    public package(set) var pages: Int
    /// What was left out of them. **Shape:** sorted by reason, unique by it.
    public private(set) var exclusions: [Exclusion]

    public init(
        subject: String, query: String, entries: Int, pages: Int, exclusions: [Exclusion] = []
    ) {
        self.subject = subject
        self.query = query
        self.entries = entries
        self.pages = pages
        self.exclusions = exclusions
    }

    /// **Units:** entries left out, for whatever reason.
    public var excluded: Int { exclusions.reduce(0) { $0 + $1.count } }

    /// Counts entries that were received and left out; ``entries`` has them already.
    package mutating func exclude(_ count: Int = 1, because reason: Exclusion.Reason) {
        if let index = exclusions.firstIndex(where: { $0.reason == reason }) {
            exclusions[index].count += count
        } else {
            exclusions.append(Exclusion(reason, count))
            exclusions.sort { $0.reason.rawValue < $1.reason.rawValue }
        }
    }

    /// Entries that were received and left out, for one reason.
    public struct Exclusion: Sendable, Hashable, Codable {
        /// Why an entry was left out.
        public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
            /// By rule: its object classes are those of neither.
            case neitherPersonNorGroup = "neither-person-nor-group"
            /// By rule: it is not at or below the configured base.
            case outsideBase = "outside-base"
            // The others may be somebody: each of them makes the reading incomplete.
            case noObjectClass = "no-object-class"
            case noObjectCategory = "no-object-category"
            case invalidDN = "invalid-dn"
            case noAnchor = "no-anchor"
            case severalAnchors = "several-anchors"
        }

        /// The same for all that are counted.
        public let reason: Reason
        /// **Units:** entries.
        public internal(set) var count: Int

        public init(_ reason: Reason, _ count: Int) {
            self.reason = reason
            self.count = count
        }
    }
}

/// The proof that goes with a reading: what was asked, what came, and whether it was everything.
///
/// Absence from a reading is evidence only when ``isComplete``.
public struct ReadingCertificate: Sendable, Hashable, Codable {
    public let source: SourceID
    public let start: Timestamp
    public let end: Timestamp
    /// In the order in which they were asked.
    public let queries: [ReadingQuery]
    /// Empty exactly when the reading is complete.
    public let reasons: [IncompleteReason]

    public init(
        source: SourceID, start: Timestamp, end: Timestamp, queries: [ReadingQuery],
        reasons: [IncompleteReason]
    ) {
        self.source = source
        self.start = start
        self.end = end
        self.queries = queries
        self.reasons = reasons
    }

    /// Whether what is not in the reading is absent from the source: every query ended with its
    /// result, and every result was success.
    public var isComplete: Bool { reasons.isEmpty }
}

/// One question to a source and what it gave: the population proof of a report.
public struct ReadingQuery: Sendable, Hashable, Codable {
    /// `people` or `groups`.
    public let subject: String
    /// The question as an administrator could ask it again: base, scope and filter of an LDAP
    /// search, the path of a SCIM request, the name of a file.
    public let query: String
    /// **Units:** entries received.
    public let entries: Int
    /// **Units:** pages (or files) received.
    public let pages: Int
    /// **Units:** entries left out: by rule (of another object class, outside the base), or because
    /// they cannot be told from others, which makes the reading incomplete.
    public let excluded: Int

    public init(subject: String, query: String, entries: Int, pages: Int, excluded: Int) {
        self.subject = subject
        self.query = query
        self.entries = entries
        self.pages = pages
        self.excluded = excluded
    }
}

/// Why a reading is not complete.
public struct IncompleteReason: Sendable, Hashable, Codable {
    /// A stable word in kebab-case for machines, metrics and tests, for example
    /// `size-limit-exceeded`, `connection-lost`, `tls`, `invalid-credentials`, `timed-out`.
    public let code: String
    /// One safe sentence without a full stop: what happened, with the server's result code and text.
    public let message: String
    /// What to do about it, one sentence; nil when there is nothing to add.
    public let hint: String?

    public init(code: String, message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }
}

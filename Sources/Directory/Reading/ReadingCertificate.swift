/// The proof that goes with a reading: what was asked, what came, and whether it was everything.
///
/// Absence from a reading is evidence only when ``isComplete``.
public struct ReadingCertificate: Sendable, Hashable, Codable {
    public let source: SourceID
    /// When the first question was asked.
    public let start: Timestamp
    /// When the last answer ended: "complete as of".
    public let end: Timestamp
    /// In the order in which they were asked.
    public let queries: [ReadingQuery]
    /// Empty exactly when the reading is complete.
    public let reasons: [IncompleteReason]
    /// Nil when everything was asked for; else when that was last, and since then only what changed.
    public let wholeAsOf: Timestamp?

    public init(
        source: SourceID, start: Timestamp, end: Timestamp, queries: [ReadingQuery],
        reasons: [IncompleteReason], wholeAsOf: Timestamp? = nil
    ) {
        self.source = source
        self.start = start
        self.end = end
        self.queries = queries
        self.reasons = reasons
        self.wholeAsOf = wholeAsOf
    }

    /// Whether what is not in the reading is absent from the source: every query ended with its
    /// result, and every result was success.
    public var isComplete: Bool { reasons.isEmpty }
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

    /// Whether the source does not believe who is asking: asking again may lock them out.
    public var isOfCredentials: Bool { code == "invalid-credentials" }
}

import Directory

/// The names of content sync.
/// - SeeAlso: RFC 4533 §5
enum SyncOID {
    static let request = "1.3.6.1.4.1.4203.1.9.1.1"
    static let state = "1.3.6.1.4.1.4203.1.9.1.2"
    static let done = "1.3.6.1.4.1.4203.1.9.1.3"
    static let info = "1.3.6.1.4.1.4203.1.9.1.4"
}

/// What a message says of the entry that it carries.
/// - SeeAlso: RFC 4533 §2.3
struct EntrySyncState {
    enum State: UInt8 {
        /// Unchanged, without attributes.
        case present = 0
        case add = 1
        case modify = 2
        /// Gone, without attributes.
        case delete = 3
    }

    let state: State
    /// The entryUUID.
    let anchor: Anchor

    /// - Throws: ``BERReader/Malformed``
    init(_ value: UnsafeBufferPointer<UInt8>) throws(BERReader.Malformed) {
        var outer = BERReader(value)
        var fields = BERReader(try outer.required(BERReader.sequence))
        let code = try fields.required(BERReader.enumerated)
        guard code.count == 1, let state = State(rawValue: code[0]),
            let anchor = Anchor(octets: try fields.required(BERReader.octets))
        else { throw BERReader.Malformed() }
        self.state = state
        self.anchor = anchor
    }
}

/// What the result says of the refresh that it ends.
/// - SeeAlso: RFC 4533 §2.4
struct SyncDone {
    /// Nil when it is still the one that was sent, or the server keeps none.
    let cookie: [UInt8]?
    /// Whether everything that is gone was named. If not, everything that was not named is gone.
    let namesDeleted: Bool

    /// - Throws: ``BERReader/Malformed``
    init(_ value: UnsafeBufferPointer<UInt8>) throws(BERReader.Malformed) {
        var outer = BERReader(value)
        var fields = BERReader(try outer.required(BERReader.sequence))
        let cookie = try fields.value(tagged: BERReader.octets).map(Array.init)
        self.cookie = cookie?.isEmpty == false ? cookie : nil
        namesDeleted = try fields.flag()
    }
}

/// A list of entries within a refresh: of those that are gone, or of those that are unchanged.
/// - SeeAlso: RFC 4533 §2.5
struct SyncIDSet {
    let isOfDeleted: Bool
    let anchors: [Anchor]

    /// Nil for the other things that such a message can say: where a phase ends, and cookies that
    /// mean nothing before the refresh is done.
    /// - Throws: ``BERReader/Malformed``
    init?(_ value: UnsafeBufferPointer<UInt8>) throws(BERReader.Malformed) {
        var outer = BERReader(value)
        guard let content = try outer.value(tagged: Self.tag) else {
            guard let tag = outer.tag, Self.others.contains(tag) else {
                throw BERReader.Malformed()
            }
            return nil
        }
        var fields = BERReader(content)
        _ = try fields.value(tagged: BERReader.octets)
        isOfDeleted = try fields.flag()
        var ids = BERReader(try fields.required(BERReader.set))
        var anchors: [Anchor] = []
        while !ids.isAtEnd {
            guard let anchor = Anchor(octets: try ids.required(BERReader.octets)) else {
                throw BERReader.Malformed()
            }
            anchors.append(anchor)
        }
        self.anchors = anchors
    }

    private static let tag: UInt8 = 0xA3
    /// `newcookie`, `refreshDelete`, `refreshPresent`.
    private static let others: [UInt8] = [0x80, 0xA1, 0xA2]
}

/// The end of a phase of a refresh, or of all of it.
/// - SeeAlso: RFC 4533 §2.5
struct SyncPhaseEnd {
    /// Whether whatever is gone was named. If not, those that stay were, and the rest is gone.
    let namesDeleted: Bool
    /// Whether changes are told as they are made from now on.
    let isRefreshDone: Bool

    /// Nil for the other things that such a message can say.
    /// - Throws: ``BERReader/Malformed``
    init?(_ value: UnsafeBufferPointer<UInt8>) throws(BERReader.Malformed) {
        var outer = BERReader(value)
        guard let tag = outer.tag, [Self.delete, Self.present].contains(tag) else { return nil }
        var fields = BERReader(try outer.value())
        _ = try fields.value(tagged: BERReader.octets)
        namesDeleted = tag == Self.delete
        // Left out it is true.
        isRefreshDone = fields.isAtEnd ? true : try fields.flag()
    }

    private static let delete: UInt8 = 0xA1
    private static let present: UInt8 = 0xA2
}

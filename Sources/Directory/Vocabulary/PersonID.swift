/// One human, whatever accounts they have.
///
/// **Shape:** `source:anchor` of the account by which the person was first seen; it never changes
/// afterwards, also when further accounts join or that account goes. Where the anchor is a UUID it is kept
/// in its sixteen bytes: a run holds hundreds of thousands of them.
public struct PersonID: Identifier {
    private enum Form: Sendable, Equatable {
        case anchored(Origin, UUIDBits)
        // Elsewhere, so that the usual one is no larger for it.
        indirect case text(String)
    }

    /// The source of accounts by which people were first seen; they may share one.
    final class Origin: Sendable, Equatable {
        let source: SourceID
        /// What ids begin with: the source and a colon.
        let prefix: String
        /// Whether the first colon of an id is the one before the anchor.
        fileprivate let isPlain: Bool

        init(_ source: SourceID) {
            self.source = source
            prefix = source.rawValue + ":"
            isPlain = !source.rawValue.utf8.contains(PersonID.colon)
        }

        static func == (left: Origin, right: Origin) -> Bool {
            left === right || left.prefix == right.prefix
        }
    }

    private let form: Form

    fileprivate static let colon = UInt8(ascii: ":")

    public init(rawValue: String) {
        let key = AccountKey(idOfPerson: rawValue)
        form = key.anchor.bits.map { .anchored(Origin(key.source), $0) } ?? .text(rawValue)
    }

    /// The person who is first seen by the account of that anchor.
    init(_ origin: Origin, _ anchor: Anchor) {
        guard origin.isPlain, let bits = anchor.bits else {
            self.init(rawValue: origin.prefix + anchor.rawValue)
            return
        }
        self.init(.anchored(origin, bits))
    }

    private init(_ form: Form) { self.form = form }

    /// The account by which the person was first seen.
    var firstAccount: AccountKey {
        switch form {
        case .anchored(let origin, let bits):
            AccountKey(source: origin.source, anchor: Anchor(bits))
        case .text(let text): AccountKey(idOfPerson: text)
        }
    }

    public var rawValue: String {
        if case .text(let text) = form {
            text
        } else {
            withUTF8 { String(decoding: $0, as: UTF8.self) }
        }
    }

    public func withUTF8<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        switch form {
        case .anchored(let origin, let bits):
            let prefix = origin.prefix.utf8
            return try withUnsafeTemporaryAllocation(
                of: UInt8.self, capacity: prefix.count + UUIDBits.length
            ) { text in
                _ = text.initialize(from: prefix)
                bits.write(to: .init(rebasing: text[prefix.count...]))
                return try body(.init(text))
            }
        case .text(var text): return try text.withUTF8(body)
        }
    }

    // `RawRepresentable` would make texts of what it compares, with `!=` too.
    public static func == (left: PersonID, right: PersonID) -> Bool { left.form == right.form }
    public static func != (left: PersonID, right: PersonID) -> Bool { left.form != right.form }

    public func hash(into hasher: inout Hasher) {
        switch form {
        case .anchored(_, let bits): hasher.combine(bits)
        case .text(let text): hasher.combine(text)
        }
    }

    public static func < (left: PersonID, right: PersonID) -> Bool {
        guard case .anchored(let one, let bits) = left.form,
            case .anchored(let other, let otherBits) = right.form
        else { return left.rawValue < right.rawValue }
        // Neither prefix begins the other: each has one colon, at its end.
        return one == other ? bits < otherBits : one.prefix < other.prefix
    }
}

extension AccountKey {
    fileprivate init(idOfPerson text: String) {
        let colon = text.utf8.firstIndex(of: PersonID.colon) ?? text.endIndex
        source = SourceID(String(text[..<colon]))
        anchor = Anchor(colon == text.endIndex ? "" : text[text.utf8.index(after: colon)...])
    }
}

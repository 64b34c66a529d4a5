/// What names an account or a group within its source for ever: entryUUID, objectGUID or SCIM `id`.
///
/// A login, a mail address or a DN is never an anchor. A UUID is kept in its sixteen bytes: directories
/// hold hundreds of thousands of them.
public struct Anchor: Identifier {
    private enum Form: Sendable, Hashable {
        case uuid(UUIDBits)
        case text(String)
    }

    private let form: Form

    /// **Shape:** a UUID in lower case stays what it is; anything else is kept letter by letter.
    public init(rawValue: String) {
        var text = rawValue
        form = text.withUTF8(Self.lowerCaseUUID).map(Form.uuid) ?? .text(rawValue)
    }

    /// The same of a part of a text, without a copy of it.
    init(_ text: Substring) {
        var part = text
        form = part.withUTF8(Self.lowerCaseUUID).map(Form.uuid) ?? .text(String(text))
    }

    private static func lowerCaseUUID(_ bytes: UnsafeBufferPointer<UInt8>) -> UUIDBits? {
        guard let bits = UUIDBits(bytes), bytes.allSatisfy({ $0.lowered == $0 }) else {
            return nil
        }
        return bits
    }

    /// - Parameter bytes: UTF-8; of a UUID in either case, as servers differ in how they write them.
    init(bytes: UnsafeBufferPointer<UInt8>) {
        form = UUIDBits(bytes).map(Form.uuid) ?? .text(String(decoding: bytes, as: UTF8.self))
    }

    public var rawValue: String {
        switch form {
        case .uuid(let bits): bits.description
        case .text(let text): text
        }
    }

    public static func == (left: Anchor, right: Anchor) -> Bool { left.form == right.form }

    public func hash(into hasher: inout Hasher) { hasher.combine(form) }

    public static func < (left: Anchor, right: Anchor) -> Bool {
        switch (left.form, right.form) {
        case (.uuid(let one), .uuid(let other)): one < other
        case (.text(let one), .text(let other)): one < other
        default: left.rawValue < right.rawValue
        }
    }
}

/// The 128 bits of a UUID, in the order of their spelling.
/// - SeeAlso: RFC 9562 §4
struct UUIDBits: Sendable, Hashable, Comparable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// nil when the bytes are not the 36 of a UUID, in either case.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 36 else { return nil }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes.enumerated() {
            if Self.isDash(index) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = hexadecimalValue(byte) else { return nil }
            high = high << 4 | low >> 60
            low = low << 4 | UInt64(digit)
        }
        (self.high, self.low) = (high, low)
    }

    static func < (left: UUIDBits, right: UUIDBits) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    /// In lower case.
    var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var (high, low) = (high, low)
            for index in 0..<36 {
                guard !Self.isDash(index) else {
                    buffer[index] = UInt8(ascii: "-")
                    continue
                }
                let digit = UInt8(high >> 60)
                buffer[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
                high = high << 4 | low >> 60
                low <<= 4
            }
            return 36
        }
    }

    private static func isDash(_ index: Int) -> Bool {
        index == 8 || index == 13 || index == 18 || index == 23
    }
}

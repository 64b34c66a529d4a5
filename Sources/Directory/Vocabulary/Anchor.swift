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
        self = text.withUTF8 { Anchor(exactly: $0) }
    }

    /// The same of a part of a text, without a copy of it.
    init(_ text: Substring) {
        var part = text
        self = part.withUTF8 { Anchor(exactly: $0) }
    }

    /// - Parameter bytes: UTF-8, kept letter by letter: what SCIM demands of an id.
    package init(exactly bytes: UnsafeBufferPointer<UInt8>) {
        form =
            UUIDBits(bytes, inLowerCase: true).map(Form.uuid)
            ?? .text(String(decoding: bytes, as: UTF8.self))
    }

    /// - Parameter bytes: UTF-8; of a UUID in either case, as servers differ in how they write them.
    init(bytes: UnsafeBufferPointer<UInt8>) {
        form = UUIDBits(bytes).map(Form.uuid) ?? .text(String(decoding: bytes, as: UTF8.self))
    }

    /// - Parameter octets: the sixteen of a UUID, as protocols carry it; nil for any other number.
    package init?(octets: UnsafeBufferPointer<UInt8>) {
        guard let bits = UUIDBits(octets: octets) else { return nil }
        form = .uuid(bits)
    }

    public var rawValue: String {
        switch form {
        case .uuid(let bits): bits.description
        case .text(let text): text
        }
    }

    public static func == (left: Anchor, right: Anchor) -> Bool { left.form == right.form }
    public static func != (left: Anchor, right: Anchor) -> Bool { left.form != right.form }

    public func hash(into hasher: inout Hasher) { hasher.combine(form) }

    /// For a ``HashIndex`` over anchors.
    package var spellingHash: Int { hash(from: SpellingHash()) }

    /// The same in every process and for ever: what is kept may depend on it.
    package var lastingHash: Int { hash(from: SpellingHash(seed: 0)) }

    private func hash(from start: SpellingHash) -> Int {
        var hash = start
        switch form {
        case .uuid(let bits):
            hash.add(bits.high)
            hash.add(bits.low)
        case .text(var text): text.withUTF8 { hash.add($0) }
        }
        return hash.value
    }

    init(_ bits: UUIDBits) { form = .uuid(bits) }

    /// Those of a UUID; nil for anything else.
    var bits: UUIDBits? { if case .uuid(let bits) = form { bits } else { nil } }

    /// A number that goes with the order of UUIDs; nil for anything else.
    var leadingBits: UInt64? { bits?.high }

    public func withUTF8<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        switch form {
        case .uuid(let bits):
            try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: UUIDBits.length) { text in
                bits.write(to: text)
                return try body(.init(text))
            }
        case .text(var text): try text.withUTF8(body)
        }
    }

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
    let high: UInt64
    let low: UInt64

    /// nil when the bytes are not the 36 of a UUID.
    /// - Parameter inLowerCase: whether its letters must be; otherwise they may be in either case.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, inLowerCase: Bool = false) {
        guard bytes.count == 36, bytes[8] == 0x2D, bytes[13] == 0x2D, bytes[18] == 0x2D,
            bytes[23] == 0x2D
        else { return nil }
        let raw = UnsafeRawBufferPointer(bytes)
        /// The value of eight digits, four here and four there.
        func digits(_ first: Int, _ second: Int) -> UInt64? {
            let halves = (
                raw.loadUnaligned(fromByteOffset: first, as: UInt32.self),
                raw.loadUnaligned(fromByteOffset: second, as: UInt32.self)
            )
            return Self.value(
                ofDigits: UInt64(UInt32(bigEndian: halves.0)) << 32
                    | UInt64(UInt32(bigEndian: halves.1)), inLowerCase)
        }
        guard let first = digits(0, 4), let second = digits(9, 14), let third = digits(19, 24),
            let fourth = digits(28, 32)
        else { return nil }
        high = first << 32 | second
        low = third << 32 | fourth
    }

    /// nil when the bytes are not the sixteen of a GUID, whose first three parts have their lowest
    /// byte first: its spelling is the one that Microsoft's tools show.
    /// - SeeAlso: MS-DTYP §2.3.4.2 and §2.3.4.3
    init?(guid bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 16 else { return nil }
        let raw = UnsafeRawBufferPointer(bytes)
        let first = UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
        let second = UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: 4, as: UInt16.self))
        let third = UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: 6, as: UInt16.self))
        high = UInt64(first) << 32 | UInt64(second) << 16 | UInt64(third)
        low = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// nil unless they are sixteen, in the order of the spelling.
    init?(octets: UnsafeBufferPointer<UInt8>) {
        guard octets.count == 16 else { return nil }
        let raw = UnsafeRawBufferPointer(octets)
        high = UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// Of eight hexadecimal digits at once, a byte for each, the first one highest; nil when one of
    /// them is none. Every anchor and reference of a large directory comes through here.
    private static func value(ofDigits word: UInt64, _ inLowerCase: Bool) -> UInt64? {
        let each: UInt64 = 0x0101_0101_0101_0101
        let isLetter = word >> 6 & each
        let lowered = inLowerCase ? word : word | isLetter << 5
        var value = (word & (each * 0x0F)) + isLetter * 9
        // What the values are spelled like must be what came.
        let isAboveNine = (value + each * 0x76) >> 7 & each
        guard value & (each * 0xF0) == 0, value + each * 0x30 + isAboveNine * 0x27 == lowered
        else { return nil }
        value = (value | value >> 4) & 0x00FF_00FF_00FF_00FF
        value = (value | value >> 8) & 0x0000_FFFF_0000_FFFF
        return (value | value >> 16) & 0xFFFF_FFFF
    }

    static func < (left: UUIDBits, right: UUIDBits) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    /// In lower case.
    var description: String {
        String(unsafeUninitializedCapacity: Self.length) { buffer in
            write(to: buffer)
            return Self.length
        }
    }

    /// **Units:** bytes of a UUID's spelling.
    static let length = 36

    /// Writes the spelling to the buffer's beginning.
    func write(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        var (high, low) = (high, low)
        for index in 0..<Self.length {
            guard !Self.isDash(index) else {
                buffer.initializeElement(at: index, to: UInt8(ascii: "-"))
                continue
            }
            let digit = UInt8(high >> 60)
            buffer.initializeElement(at: index, to: digit < 10 ? 0x30 + digit : 0x57 + digit)
            high = high << 4 | low >> 60
            low <<= 4
        }
    }

    private static func isDash(_ index: Int) -> Bool {
        index == 8 || index == 13 || index == 18 || index == 23
    }
}

/// Walks through values in BER, in place: as much of it as the controls of content sync need.
/// - SeeAlso: RFC 4511 §5.1, X.690 §8.1
struct BERReader {
    /// The bytes are not what they should be.
    struct Malformed: Error {}

    private var rest: Slice<UnsafeBufferPointer<UInt8>>

    /// - Parameter bytes: valid as long as the reader, and what it gives, is used.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// The tag of the value that comes next; nil at the end.
    var tag: UInt8? { rest.first }

    /// Takes the next value, whatever its tag.
    /// - Throws: ``Malformed`` when it is not whole, or longer than anything can be.
    mutating func value() throws(Malformed) -> UnsafeBufferPointer<UInt8> {
        guard rest.count >= 2 else { throw Malformed() }
        var length = Int(rest[rest.startIndex + 1])
        rest = rest.dropFirst(2)
        if length >= 0x80 {
            let octets = rest.prefix(length & 0x7F)
            guard (1...4).contains(length & 0x7F), octets.count == length & 0x7F else {
                throw Malformed()
            }
            rest = rest.dropFirst(octets.count)
            length = octets.reduce(0) { $0 << 8 | Int($1) }
        }
        guard length <= rest.count else { throw Malformed() }
        defer { rest = rest.dropFirst(length) }
        return UnsafeBufferPointer(rebasing: rest.prefix(length))
    }

    /// Takes the next value when it has the tag; nil when it has another, or there is none.
    mutating func value(tagged tag: UInt8) throws(Malformed) -> UnsafeBufferPointer<UInt8>? {
        self.tag == tag ? try value() : nil
    }

    /// Takes the next value, which must have the tag.
    mutating func required(_ tag: UInt8) throws(Malformed) -> UnsafeBufferPointer<UInt8> {
        guard let value = try value(tagged: tag) else { throw Malformed() }
        return value
    }

    /// Takes a boolean when there is one; false when it was left out.
    mutating func flag() throws(Malformed) -> Bool {
        try value(tagged: Self.boolean)?.first ?? 0 != 0
    }

    static let boolean: UInt8 = 0x01
    static let octets: UInt8 = 0x04
    static let enumerated: UInt8 = 0x0A
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
}

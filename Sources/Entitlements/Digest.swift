import Crypto

/// A SHA-256, spelled as 64 hexadecimal digits.
public struct Digest: Sendable, Hashable, Comparable, LosslessStringConvertible {
    /// **Shape:** 32 bytes as four big-endian words, so that it needs no allocation.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    public init(of bytes: some Sequence<UInt8>) {
        self =
            bytes.withContiguousStorageIfAvailable { bytes in
                var hash = SHA256()
                hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
                return Digest(sha: hash.finalize())
            } ?? Digest(sha: SHA256.hash(data: Array(bytes)))
    }

    /// Hashes the text's UTF-8.
    public init(of text: String) { self.init(of: text.utf8) }

    fileprivate init(sha: SHA256Digest) { words = sha.withUnsafeBytes(Self.words) }

    /// Takes the 32 bytes that ``bytes`` gave; nil for another number of bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        words = bytes.withUnsafeBytes(Self.words)
    }

    private static func words(
        _ bytes: UnsafeRawBufferPointer
    ) -> (UInt64, UInt64, UInt64, UInt64) {
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        return (word(0), word(1), word(2), word(3))
    }

    /// The 32 bytes of the hash.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            for (index, word) in [words.0, words.1, words.2, words.3].enumerated() {
                target.storeBytes(of: word.bigEndian, toByteOffset: index * 8, as: UInt64.self)
            }
            count = 32
        }
    }

    /// Parses 64 hexadecimal digits.
    public init?(_ description: String) {
        let digits = Array(description.utf8)
        guard digits.count == 64 else { return nil }
        var parts: [UInt64] = []
        for start in stride(from: 0, to: 64, by: 16) {
            let part = String(decoding: digits[start..<start + 16], as: UTF8.self)
            // A sign would be taken for a digit's place.
            guard part.first?.isHexDigit == true, let word = UInt64(part, radix: 16) else {
                return nil
            }
            parts.append(word)
        }
        words = (parts[0], parts[1], parts[2], parts[3])
    }

    public var description: String {
        var digits: [UInt8] = []
        appendDigits(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    /// Appends the 64 digits in ASCII, without making a string.
    func appendDigits(to bytes: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { digits in
            Self.write(words.0, to: digits, at: 0)
            Self.write(words.1, to: digits, at: 16)
            Self.write(words.2, to: digits, at: 32)
            Self.write(words.3, to: digits, at: 48)
            bytes.append(contentsOf: digits)
        }
    }

    private static func write(
        _ word: UInt64, to digits: UnsafeMutableBufferPointer<UInt8>, at start: Int
    ) {
        for position in 0..<16 {
            let nibble = UInt8(truncatingIfNeeded: word >> UInt64(60 - position * 4)) & 0xF
            digits.initializeElement(
                at: start + position, to: nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
        }
    }

    /// The first 12 digits: what people see and type.
    public var short: String { String(description.prefix(12)) }

    public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }
    public static func < (left: Digest, right: Digest) -> Bool { left.words < right.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

/// The digest of bytes that come one after the other, and need never be in memory together.
public struct DigestStream {
    private var hash = SHA256()

    public init() {}

    public mutating func add(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// The same of bytes that stay where they are.
    public mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
    }

    /// Of everything that was added.
    public var digest: Digest { Digest(sha: hash.finalize()) }
}

extension Digest: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Digest(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a SHA-256")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

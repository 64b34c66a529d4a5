// Bytes as they came from a source, looked at eight at a time: these run once a value.

extension UnsafeBufferPointer<UInt8> {
    /// Whether they are text; ASCII is told without decoding.
    package var isUTF8: Bool { isASCII || (try? UTF8Span(validating: span)) != nil }

    /// Whether no byte has its highest bit set.
    var isASCII: Bool {
        let bytes = UnsafeRawBufferPointer(self)
        var bits: UInt64 = 0
        var index = 0
        while index + 8 <= count {
            bits |= bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < count {
            bits |= UInt64(self[index])
            index += 1
        }
        return bits & 0x8080_8080_8080_8080 == 0
    }

    /// Whether both are the same byte by byte.
    @inlinable
    package func isEqual(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        let (left, right) = (UnsafeRawBufferPointer(self), UnsafeRawBufferPointer(other))
        var index = 0
        while index + 8 <= count {
            let (first, second) = (
                left.loadUnaligned(fromByteOffset: index, as: UInt64.self),
                right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            )
            if first != second { return false }
            index += 8
        }
        while index < count {
            if self[index] != other[index] { return false }
            index += 1
        }
        return true
    }

    /// Whether both are the same but for the case of ASCII letters.
    func isEqualFolded(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index].lowered != other[index].lowered { return false }
        return true
    }

    /// For a ``HashIndex`` over spellings.
    package var spellingHash: Int {
        var hash = SpellingHash()
        hash.add(self)
        return hash.value
    }

    /// The same for all that ``isEqualFolded(_:)``.
    var foldedHash: Int {
        var hash = SpellingHash()
        for byte in self { hash.add(UInt64(byte.lowered)) }
        return hash.value
    }
}

extension String {
    /// The hash of the text's bytes without case, the same as theirs.
    var foldedHash: Int {
        utf8.withContiguousStorageIfAvailable(\.foldedHash)
            ?? Array(utf8).withUnsafeBufferPointer(\.foldedHash)
    }

    /// The hash of the text's bytes, the same as theirs.
    var spellingHash: Int {
        utf8.withContiguousStorageIfAvailable(\.spellingHash)
            ?? Array(utf8).withUnsafeBufferPointer(\.spellingHash)
    }

    /// Whether the text is spelled with exactly these bytes.
    func isSpelled(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        utf8.withContiguousStorageIfAvailable { $0.isEqual(bytes) } ?? utf8.elementsEqual(bytes)
    }
}

extension UInt8 {
    /// The letter in lower case when it is one of ASCII.
    @inline(__always)
    package var lowered: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}

/// A hash that an index within one process can rely on, seeded anew in each, so that nobody can
/// prepare names that collide.
struct SpellingHash {
    private static let seed = UInt64(bitPattern: Int64(Hasher().finalize()))
    private var state: UInt64

    init() { state = Self.seed }

    /// - Parameter seed: a number that does not change, for a hash that is kept.
    init(seed: UInt64) { state = seed }

    var value: Int { Int(truncatingIfNeeded: state ^ state >> 32) }

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index + 8 <= raw.count {
            add(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        var rest = UInt64(raw.count) << 56
        while index < raw.count {
            rest = rest << 8 | UInt64(raw[index])
            index += 1
        }
        add(rest)
    }

    @inline(__always)
    mutating func add(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        state = (product.high ^ product.low) &+ 0x9E37_79B9_7F4A_7C15
    }
}

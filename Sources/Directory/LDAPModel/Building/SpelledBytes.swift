// Bytes as they came from a source, looked at eight at a time: these run once a value.

extension UnsafeBufferPointer<UInt8> {
    /// The text; nil when the bytes are not UTF-8.
    var text: String? {
        guard isASCII else { return String(validating: self, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: count) { $0.initialize(fromContentsOf: self) }
    }

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

    func isEqual(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
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

    /// For a ``HashIndex`` over spellings.
    var spellingHash: Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(self))
        return hasher.finalize()
    }
}

extension String {
    /// Whether the text is spelled with exactly these bytes.
    func isSpelled(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        utf8.withContiguousStorageIfAvailable { $0.isEqual(bytes) } ?? utf8.elementsEqual(bytes)
    }

    /// The hash of the text's bytes, the same as theirs.
    var spellingHash: Int {
        utf8.withContiguousStorageIfAvailable(\.spellingHash)
            ?? Array(utf8).withUnsafeBufferPointer(\.spellingHash)
    }
}

import Directory

/// One entry of a file, undecoded but for base64.
public struct LDIFRecord: Sendable {
    /// Where the record begins. **Units:** 1-based.
    public internal(set) var line = 0
    private var bytes: [UInt8] = []
    private var nameRange = 0..<0
    private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    /// Whether not even the DN has been read.
    private(set) var isEmpty = true

    /// How many values it has.
    public var count: Int { attributes.count }

    /// **Units:** bytes.
    var size: Int { bytes.count }

    /// The bytes of the DN.
    public func withDN<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBufferPointer { try body(.init(rebasing: $0[nameRange])) }
    }

    /// Attribute descriptions with one value each, in the order of the file.
    public func forEachValue(
        _ body: (_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) throws ->
            Void
    ) rethrows {
        try bytes.withUnsafeBufferPointer { bytes in
            for (name, value) in attributes {
                try body(.init(rebasing: bytes[name]), .init(rebasing: bytes[value]))
            }
        }
    }

    /// Forgets the record and keeps its storage.
    mutating func clear() {
        isEmpty = true
        bytes.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
    }

    /// Adds one line; the first one names the entry.
    /// - Returns: whether the value could be decoded.
    mutating func append(
        name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>, isBase64: Bool
    ) -> Bool {
        // The lines of one attribute mostly follow each other, and share its name.
        var nameRange = attributes.last?.name ?? 0..<0
        if attributes.isEmpty || !bytes[nameRange].elementsEqual(name) {
            nameRange = bytes.count..<bytes.count + name.count
            bytes.append(contentsOf: name)
        }
        let start = bytes.count
        if isBase64 {
            guard Base64.decode(value, into: &bytes) else { return false }
        } else {
            bytes.append(contentsOf: value)
        }
        if isEmpty {
            self.nameRange = start..<bytes.count
        } else {
            attributes.append((nameRange, start..<bytes.count))
        }
        isEmpty = false
        return true
    }
}

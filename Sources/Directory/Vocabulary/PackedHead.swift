/// What stands before each value of ``AttributeValues``: the attribute, the source, the element and the
/// value's length, in eight bytes.
struct PackedHead {
    /// The attribute's raw value.
    let code: UInt8
    let source: UInt8
    let element: UInt16
    /// **Units:** bytes of the value, which follows the head.
    private let length: UInt32
    private let start: Int

    static let size = 8

    /// - Precondition: a head stands at that offset.
    @inline(__always)
    init(at offset: Int, of bytes: UnsafeRawBufferPointer) {
        let word = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        code = UInt8(truncatingIfNeeded: word)
        source = UInt8(truncatingIfNeeded: word >> 8)
        element = UInt16(truncatingIfNeeded: word >> 16)
        length = UInt32(truncatingIfNeeded: word >> 32)
        start = offset + Self.size
    }

    var attribute: Attribute { Attribute.allCases[Int(code)] }

    /// The offset behind the value.
    @inline(__always)
    var end: Int { start + Int(length) }

    /// The bytes of the value, UTF-8.
    @inline(__always)
    func value(in bytes: UnsafeRawBufferPointer) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: bytes[start..<end]).assumingMemoryBound(to: UInt8.self)
    }

    static func word(code: UInt8, source: UInt8, element: UInt16, length: Int) -> UInt64 {
        UInt64(code) | UInt64(source) << 8 | UInt64(element) << 16
            | UInt64(UInt32(clamping: length)) << 32
    }

    static func setSource(_ source: UInt8, throughout bytes: UnsafeMutableRawBufferPointer) {
        var offset = 0
        while offset < bytes.count {
            let end = PackedHead(at: offset, of: UnsafeRawBufferPointer(bytes)).end
            bytes[offset + 1] = source
            offset = end
        }
    }
}

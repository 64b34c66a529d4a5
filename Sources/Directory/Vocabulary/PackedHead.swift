/// What stands before each value of ``AttributeValues``: attribute, source, element and the value's
/// length. Two bytes for the usual value (short, of the first source and element): attribute and
/// length. For any other ten: the attribute with the highest bit set, 0, source, 0, the element and
/// the length.
struct PackedHead {
    /// The attribute's raw value.
    let code: UInt8
    /// An index into the sources, up to 255.
    let source: UInt8
    /// The position among the values of a multi-valued attribute.
    let element: UInt16
    /// **Units:** bytes of the value, which follows the head.
    let length: Int
    /// Where the value begins.
    private let start: Int

    private static let wide: UInt8 = 0x80

    /// A head that is to be written; ``end`` is its size with the value.
    init(code: UInt8, source: UInt8, element: UInt16, length: Int) {
        self.code = code
        self.source = source
        self.element = element
        self.length = length
        start = source == 0 && element == 0 && length < 256 ? 2 : 10
    }

    /// - Precondition: a head stands at that offset.
    @inline(__always)
    init(at offset: Int, of bytes: UnsafeRawBufferPointer) {
        let first = bytes[offset]
        code = first & ~Self.wide
        if first & Self.wide == 0 {
            source = 0
            element = 0
            length = Int(bytes[offset + 1])
            start = offset + 2
        } else {
            source = bytes[offset + 2]
            element = UInt16(
                littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt16.self))
            length = Int(
                UInt32(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 6, as: UInt32.self)))
            start = offset + 10
        }
    }

    /// What ``code`` means.
    var attribute: Attribute { Attribute(rawValue: code) ?? .id }

    /// The offset behind the value; of a new head the bytes that it takes with its value.
    @inline(__always)
    var end: Int { start + length }

    /// The bytes of the value, UTF-8.
    @inline(__always)
    func value(in bytes: UnsafeRawBufferPointer) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: bytes[start..<end]).assumingMemoryBound(to: UInt8.self)
    }

    /// Writes a new head, and the value behind it.
    func write(_ value: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer) {
        if start == 2 {
            target[0] = code
            target[1] = UInt8(length)
        } else {
            target[0] = code | Self.wide
            target[1] = 0
            target[2] = source
            target[3] = 0
            target.storeBytes(of: element.littleEndian, toByteOffset: 4, as: UInt16.self)
            target.storeBytes(
                of: UInt32(clamping: length).littleEndian, toByteOffset: 6, as: UInt32.self)
        }
        UnsafeMutableRawBufferPointer(rebasing: target[start..<end]).copyMemory(from: value)
    }
}

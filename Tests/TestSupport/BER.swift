/// As much of BER as a double of a directory server needs.
/// - SeeAlso: X.690 §8
public struct BER {
    let tag: UInt8
    let content: [UInt8]

    public init(_ tag: UInt8, _ content: [UInt8]) {
        self.tag = tag
        self.content = content
    }

    public init(_ tag: UInt8, _ parts: [BER]) { self.init(tag, parts.flatMap(\.bytes)) }
    public static func text(_ text: String, tag: UInt8 = 0x04) -> BER { BER(tag, Array(text.utf8)) }

    static func integer(_ value: Int, tag: UInt8 = 0x02) -> BER {
        var bytes = withUnsafeBytes(of: Int32(value).bigEndian, Array.init)
        while bytes.count > 1, bytes[0] == 0, bytes[1] < 0x80 { bytes.removeFirst() }
        return BER(tag, bytes)
    }

    /// The value as it travels.
    public var bytes: [UInt8] {
        var length = [UInt8(truncatingIfNeeded: content.count)]
        if content.count > 127 {
            let octets = withUnsafeBytes(of: UInt32(content.count).bigEndian, Array.init)
            length = [0x84] + octets
        }
        return [tag] + length + content
    }

    /// The elements within.
    var parts: [BER] {
        var parts: [BER] = []
        var rest = content[...]
        while let part = BER.next(&rest) { parts.append(part) }
        return parts
    }

    var number: Int { content.reduce(0) { $0 << 8 | Int($1) } }
    var text: String { String(decoding: content, as: UTF8.self) }

    /// Takes an element from the front; nil when it is not whole.
    static func next(_ bytes: inout ArraySlice<UInt8>) -> BER? {
        var rest = bytes
        guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let octets = rest.prefix(Int(first & 0x7f))
            guard octets.count == Int(first & 0x7f) else { return nil }
            length = octets.reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(octets.count)
        }
        guard rest.count >= length else { return nil }
        bytes = rest.dropFirst(length)
        return BER(tag, Array(rest.prefix(length)))
    }
}

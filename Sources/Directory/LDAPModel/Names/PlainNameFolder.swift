/// The short way to a normal form, for the names that directories are full of: letters of the usual
/// scripts, nothing quoted, one assertion a level. Gives exactly what the long way gives.
enum PlainNameFolder {
    /// nil when the long way must be taken.
    static func fold(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var isPlain = true
        // Of ASCII a normal form is never longer, but for the mark behind the last level; no other
        // letter becomes more than three times as long.
        let capacity = bytes.isASCII ? bytes.count + 1 : bytes.count * 3 + 1
        let text = String(unsafeUninitializedCapacity: capacity) { buffer in
            var output = Output(buffer)
            isPlain = fold(bytes, into: &output)
            return output.count
        }
        return isPlain ? text : nil
    }

    private struct Output {
        let buffer: UnsafeMutableBufferPointer<UInt8>
        var count = 0

        init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

        @inline(__always)
        mutating func append(_ byte: UInt8) {
            buffer[count] = byte
            count += 1
        }
    }

    private static func fold(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout Output) -> Bool
    {
        var position = skipSpaces(bytes, from: 0)
        if position == bytes.count { return true }
        while true {
            guard let valueStart = foldType(bytes, from: position, into: &output),
                let end = foldValue(bytes, from: valueStart, into: &output)
            else { return false }
            output.append(2)
            if end == bytes.count { return true }
            position = skipSpaces(bytes, from: end + 1)
        }
    }

    /// Where the value begins.
    private static func foldType(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into output: inout Output
    ) -> Int? {
        let typeStart = output.count
        var position = start
        while position < bytes.count, isNameByte(bytes[position]) {
            output.append(bytes[position].lowered)
            position += 1
        }
        let type = UnsafeBufferPointer(rebasing: output.buffer[typeStart..<output.count])
        position = skipSpaces(bytes, from: position)
        guard !type.isEmpty, position < bytes.count, bytes[position] == UInt8(ascii: "="),
            isUsual(type) || AttributeType.isPlain(String(decoding: type, as: UTF8.self))
        else { return nil }
        output.append(3)
        return skipSpaces(bytes, from: position + 1)
    }

    /// Where the value ends: at a separator or behind the last byte.
    private static func foldValue(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into output: inout Output
    ) -> Int? {
        let valueStart = output.count
        var position = start
        var owesSpace = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "#") { return nil }
        while position < bytes.count {
            var byte = bytes[position]
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: ";"): return position
            case UInt8(ascii: "\""), UInt8(ascii: "+"), 0..<0x20, 0x7F: return nil
            case UInt8(ascii: "\\"):
                guard let escaped = unescape(bytes, at: &position) else { return nil }
                byte = escaped
            default: break
            }
            if byte == UInt8(ascii: " ") {
                owesSpace = output.count > valueStart
            } else {
                if owesSpace { output.append(UInt8(ascii: " ")) }
                owesSpace = false
                if byte < 0x80 {
                    output.append(byte.lowered)
                } else {
                    guard let folded = FoldedLetter(bytes, at: &position) else { return nil }
                    folded.forEachByte { output.append($0) }
                }
            }
            position += 1
        }
        return position
    }

    /// The ASCII letter or space that is escaped; `position` is left at its last byte.
    private static func unescape(
        _ bytes: UnsafeBufferPointer<UInt8>, at position: inout Int
    ) -> UInt8? {
        guard position + 1 < bytes.count else { return nil }
        let next = bytes[position + 1]
        if let high = hexadecimalValue(next) {
            guard position + 2 < bytes.count, let low = hexadecimalValue(bytes[position + 2])
            else { return nil }
            position += 2
            let octet = high << 4 | low
            return octet >= 0x20 && octet < 0x7F ? octet : nil
        }
        position += 1
        return " \"#+,;<=>\\".utf8.contains(next) ? next : nil
    }

    /// Whether the type is one of those that almost every name is made of; all of them canonical.
    private static func isUsual(_ type: UnsafeBufferPointer<UInt8>) -> Bool {
        switch type.count {
        case 1: type[0] == UInt8(ascii: "o") || type[0] == UInt8(ascii: "l")
        case 2:
            switch (type[0], type[1]) {
            case (UInt8(ascii: "c"), UInt8(ascii: "n")), (UInt8(ascii: "o"), UInt8(ascii: "u")),
                (UInt8(ascii: "d"), UInt8(ascii: "c")):
                true
            default: false
            }
        case 3: type.elementsEqual("uid".utf8)
        default: false
        }
    }

    private static func skipSpaces(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
        return position
    }
}

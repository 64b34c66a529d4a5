/// Reads the little JSON that the store writes itself: objects and arrays of texts, without white
/// space. nil means that somebody else has changed it.
struct JSONScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// - Parameter bytes: valid as long as the scanner is used.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Passes the byte when it is the next one.
    mutating func skip(_ byte: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    /// Passes `null` when it is next.
    mutating func skipNull() -> Bool {
        guard bytes.count - position >= 4, bytes[position] == UInt8(ascii: "n") else {
            return false
        }
        position += 4
        return true
    }

    /// Texts in brackets.
    mutating func texts() -> [String]? {
        guard skip("[") else { return nil }
        var texts: [String] = []
        if skip("]") { return texts }
        repeat {
            guard let text = text() else { return nil }
            texts.append(text)
        } while skip(",")
        return skip("]") ? texts : nil
    }

    /// A string, its escapes resolved.
    mutating func text() -> String? {
        guard skip("\"") else { return nil }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") { return escapedText(from: start) }
            position += 1
        }
        let text = String(
            decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        return skip("\"") ? text : nil
    }

    private mutating func escapedText(from start: Int) -> String? {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                text.append(escaped)
            default: text.append(byte)
            }
        }
        return nil
    }

    /// What follows a backslash. `\u` stands for control characters alone, as the writer uses it.
    private mutating func escape() -> UInt8? {
        guard position < bytes.count else { return nil }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return letter
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "u"):
            guard bytes.count - position >= 4 else { return nil }
            let digits = UnsafeBufferPointer(rebasing: bytes[position..<position + 4])
            position += 4
            return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        default: return nil
        }
    }
}

extension SQLRow {
    /// Texts that were stored as a JSON array.
    func texts(_ column: Int) throws -> [String] {
        var texts: [String]?
        withUTF8(column) { bytes in
            var scanner = JSONScanner(bytes)
            texts = scanner.texts()
        }
        guard let texts else { throw StoreError.unreadable }
        return texts
    }
}

/// Texts as a PostgreSQL column can hold them, which knows no U+0000: that becomes U+0001 and "0", and
/// U+0001 becomes U+0001 and "1". Everything else is as it is, and the order of texts too.
enum PostgreSQLText {
    private static let mark: UInt8 = 1

    /// Whether the text is stored as it is.
    static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.allSatisfy { $0 > mark }
    }

    /// The text for a column.
    static func stored(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var stored: [UInt8] = []
        for byte in text {
            if byte > mark {
                stored.append(byte)
            } else {
                stored += [mark, 0x30 + byte]
            }
        }
        return stored
    }

    /// The text out of a column.
    static func read(_ stored: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var isMarked = false
        for byte in stored {
            if isMarked {
                text.append(byte &- 0x30)
                isMarked = false
            } else if byte == mark {
                isMarked = true
            } else {
                text.append(byte)
            }
        }
        return text
    }
}

import HTTPTypes

/// What names a request in answers and in the log.
enum RequestID {
    /// The client's own when it is one that may stand in a log, else a new one.
    static func of(_ fields: HTTPFields) -> String {
        if let given = fields[.requestID], (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy(isPlain)
        {
            return given
        }
        let word = UInt64.random(in: .min ... .max)
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

import HTTPTypes
import Synchronization

/// What names a request in answers and in the log.
enum RequestID {
    /// The client's own when it is one that may stand in a log, else a new one.
    static func of(_ fields: HTTPFields) -> String {
        if let given = fields.only(.requestID), (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy(isPlain)
        {
            return given
        }
        return hexadecimal(
            process &+ numbers.add(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15)
    }

    /// Where this process begins, and how many came since: unique, at no cost of new random bits.
    private static let process = UInt64.random(in: .min ... .max)
    private static let numbers = Atomic<UInt64>(0)

    private static func hexadecimal(_ number: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { digits in
            for position in 0..<16 {
                let nibble = UInt8(truncatingIfNeeded: number >> UInt64(60 - position * 4)) & 0xF
                digits[position] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            }
            return 16
        }
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

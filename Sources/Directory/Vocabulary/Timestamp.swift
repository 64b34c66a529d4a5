/// A moment. **Units:** whole seconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Engines never ask for the time; it comes in as a `Timestamp`.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Negative before 1970.
    public let secondsSinceEpoch: Int64

    public init(secondsSinceEpoch: Int64) { self.secondsSinceEpoch = secondsSinceEpoch }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }

    /// The moment so many seconds later; the last second of the year 9999 at most, since RFC 3339 can
    /// write no later one, and what is kept must be read again.
    public func advanced(bySeconds seconds: Int64) -> Timestamp {
        Timestamp(secondsSinceEpoch: min(secondsSinceEpoch + seconds, 253_402_300_799))
    }

    /// The calendar day in UTC, as `YYYY-MM-DD`.
    public var day: String { String(description.prefix(10)) }
}

extension Timestamp: CustomStringConvertible, LosslessStringConvertible {
    /// RFC 3339 in UTC: `2026-11-22T21:06:45Z`.
    public var description: String {
        let days = secondsSinceEpoch.flooredQuotient(86_400)
        let second = Int(secondsSinceEpoch - days * 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        return
            "\(date)T\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))Z"
    }

    /// Parses RFC 3339 with any offset (fractions of a second are dropped), or a day alone, which
    /// means its first second in UTC.
    /// - SeeAlso: RFC 3339 §5.6
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let date = CivilDate(&scanner) else { return nil }
        if scanner.isAtEnd {
            self.init(secondsSinceEpoch: date.daysSinceEpoch * 86_400)
            return
        }
        guard scanner.skip(oneOf: "Tt "), let hour = scanner.number(digits: 2), hour < 24,
            scanner.skip(oneOf: ":"), let minute = scanner.number(digits: 2), minute < 60,
            scanner.skip(oneOf: ":"), let second = scanner.number(digits: 2), second < 61
        else { return nil }
        if scanner.skip(oneOf: ".") { guard scanner.skipDigits() > 0 else { return nil } }
        guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
        let time = Int64(hour * 3600 + minute * 60 + min(second, 59))
        self.init(secondsSinceEpoch: date.daysSinceEpoch * 86_400 + time - Int64(offset))
    }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not an RFC 3339 time")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The number with zeros before it, at least so wide.
func padded(_ number: Int, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
    /// The quotient rounded down, also of numbers below zero.
    func flooredQuotient(_ divisor: Int64) -> Int64 {
        self >= 0 ? self / divisor : (self - divisor + 1) / divisor
    }
}

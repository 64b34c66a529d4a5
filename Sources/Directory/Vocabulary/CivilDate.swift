/// A day of the proleptic Gregorian calendar.
struct CivilDate: CustomStringConvertible {
    let year: Int
    let month: Int
    let day: Int

    var description: String { "\(padded(year, to: 4))-\(padded(month))-\(padded(day))" }

    /// Parses `YYYY-MM-DD` and leaves the scanner behind it.
    init?(_ scanner: inout DigitScanner) {
        guard let year = scanner.number(digits: 4), scanner.skip(oneOf: "-"),
            let month = scanner.number(digits: 2), (1...12).contains(month),
            scanner.skip(oneOf: "-"), let day = scanner.number(digits: 2), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// The day that many days after 1970-01-01.
    /// - SeeAlso: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`
    init(daysSinceEpoch: Int64) {
        let shifted = daysSinceEpoch + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = Int(shifted - era * 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0)
    }

    /// - SeeAlso: the same article, `days_from_civil`
    var daysSinceEpoch: Int64 {
        let marchYear = Int64(month <= 2 ? year - 1 : year)
        let era = marchYear.flooredQuotient(400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Reads fixed-width numbers from ASCII text.
struct DigitScanner {
    private var rest: Substring.UTF8View

    /// Before the first letter.
    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// The number of exactly so many digits; nil, and nothing read, when there are fewer.
    mutating func number(digits: Int) -> Int? {
        var value = 0
        for byte in rest.prefix(digits) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        guard rest.count >= digits else { return nil }
        rest = rest.dropFirst(digits)
        return value
    }

    /// Whether one of the letters came next and was passed.
    mutating func skip(oneOf letters: String) -> Bool {
        guard let byte = rest.first, letters.utf8.contains(byte) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// How many digits were passed.
    mutating func skipDigits() -> Int {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits.count
    }

    /// `Z` or `±HH:MM`, in seconds east of UTC.
    mutating func offset() -> Int? {
        if skip(oneOf: "Zz") { return 0 }
        let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard skip(oneOf: "+-"), let hours = number(digits: 2), hours < 24, skip(oneOf: ":"),
            let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

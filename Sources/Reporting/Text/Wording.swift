import Directory

/// Numbers, times and plurals as people read them; the same in every rendering.
extension BinaryInteger {
    /// With a comma between thousands: `184,000`.
    var grouped: String {
        let digits = Array(String(magnitude))
        var text = self < 0 ? "−" : ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// With its sign, also when it is positive: `+12`, `−3`, `±0`.
    var signed: String { self == 0 ? "±0" : (self > 0 ? "+\(grouped)" : grouped) }

    /// `1 person`, `2,104 people`.
    public func counted(_ one: String, _ many: String? = nil) -> String {
        "\(grouped) \(self == 1 ? one : many ?? one + "s")"
    }
}

extension Timestamp {
    /// `2026-11-22 21:06:45 UTC`.
    public var readable: String {
        let text = description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }
}

extension Sequence<String> {
    /// `a`, `a and b`, `a, b and c`.
    var enumerated: String {
        let words = Array(self)
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}

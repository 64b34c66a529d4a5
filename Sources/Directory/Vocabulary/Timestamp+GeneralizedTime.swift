extension Timestamp {
    /// Parses `20261122214400.0Z`: in UTC and to the second, as directories write the times of their
    /// own; fractions are dropped.
    /// - SeeAlso: RFC 4517 §3.3.13
    package static func generalizedTime(_ text: String) -> Timestamp? {
        let digits = Array(text.prefix(14))
        guard digits.count == 14, text.hasSuffix("Z") else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        return Timestamp(
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T"
                + "\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z")
    }

    /// For a filter: `20261122214400Z`.
    package var generalizedTime: String { description.filter { $0.isNumber || $0 == "Z" } }
}

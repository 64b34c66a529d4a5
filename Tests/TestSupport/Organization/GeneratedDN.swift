/// A distinguished name that can be spelled in several equivalent ways.
public struct GeneratedDN: Sendable {
    typealias Assertion = (type: String, value: String)

    /// The entry's own relative name.
    let assertions: [Assertion]
    /// The rest, each level one assertion; nearest first.
    let parents: [Assertion]

    /// How a reference to an entry may be written.
    enum Style: Int, CaseIterable {
        /// As servers write it.
        case plain
        /// Types and letters of values in the other case.
        case otherCase
        case spaced
        /// The first letter of the value as an escape.
        case hexadecimal
        /// Types as object identifiers.
        case numeric
        /// The parts of a multi-valued relative name in the other order.
        case reversed
    }

    /// As servers write it.
    public var description: String { spelled(.plain) }

    func spelled(_ style: Style) -> String {
        let own = style == .reversed ? assertions.reversed() : assertions
        let separator = style == .spaced ? " , " : ","
        let first = own.map { Self.spelled($0, style) }
            .joined(separator: style == .spaced ? " + " : "+")
        return ([first] + parents.map { Self.spelled($0, style) }).joined(separator: separator)
    }

    private static func spelled(_ assertion: Assertion, _ style: Style) -> String {
        let (type, value) = assertion
        switch style {
        case .plain, .reversed: return "\(type)=\(escaped(value))"
        case .otherCase: return "\(type.uppercased())=\(escaped(swappedCase(value)))"
        case .spaced: return "\(type) = \(escaped(value))"
        case .numeric: return "\(identifiers[type] ?? type)=\(escaped(value))"
        case .hexadecimal:
            // Not in the middle of a letter: every octet of the first one.
            let letter = value.unicodeScalars.prefix(1).map(String.init).joined()
            let octets = letter.utf8.map { "\\" + hexadecimal($0) }.joined()
            let rest = String(String.UnicodeScalarView(value.unicodeScalars.dropFirst()))
            return "\(type)=\(octets)\(escaped(rest, isWhole: false))"
        }
    }

    private static let identifiers = [
        "cn": "2.5.4.3", "ou": "2.5.4.11", "uid": "0.9.2342.19200300.100.1.1",
        "dc": "0.9.2342.19200300.100.1.25",
    ]

    /// ASCII letters only: what becomes of others depends on tables.
    private static func swappedCase(_ value: String) -> String {
        String(
            String.UnicodeScalarView(
                value.unicodeScalars.map { scalar in
                    switch scalar {
                    case "a"..."z": Unicode.Scalar(UInt8(scalar.value) - 32)
                    case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) + 32)
                    default: scalar
                    }
                }))
    }

    /// - Parameter isWhole: whether the value begins here, where `#` and space are special.
    private static func escaped(_ value: String, isWhole: Bool = true) -> String {
        var text = ""
        for (index, scalar) in value.unicodeScalars.enumerated() {
            let isSpecial = ",+\"\\<>;=".unicodeScalars.contains(scalar)
            if isSpecial || isWhole && index == 0 && (scalar == "#" || scalar == " ") {
                text += "\\" + hexadecimal(UInt8(scalar.value))
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func hexadecimal(_ octet: UInt8) -> String {
        let digits = String(octet, radix: 16, uppercase: true)
        return octet < 16 ? "0" + digits : digits
    }
}

/// HTML or SVG under construction. Literals are markup; whatever is interpolated is text and is
/// escaped, so that a name can never become an element.
struct Markup: ExpressibleByStringInterpolation, Sendable {
    fileprivate(set) var text: String

    init(stringLiteral value: String) { text = value }
    init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Appends markup to markup: nothing is escaped.
    static func += (left: inout Markup, right: Markup) { left.text += right.text }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }
        /// Text: made legible and escaped.
        mutating func appendInterpolation(_ value: String) { text.appendEscaped(value) }
        /// Digits need no escaping.
        mutating func appendInterpolation(_ value: Int) { text += String(value) }
        /// What is markup already.
        mutating func appendInterpolation(_ value: Markup) { text += value.text }
    }
}

extension String {
    /// The legible text with the five characters that mean something to HTML replaced.
    fileprivate mutating func appendEscaped(_ value: String) {
        let clean = value.legible
        guard clean.utf8.contains(where: Self.isSpecial) else {
            self += clean
            return
        }
        for scalar in clean.unicodeScalars {
            switch scalar {
            case "&": self += "&amp;"
            case "<": self += "&lt;"
            case ">": self += "&gt;"
            case "\"": self += "&quot;"
            case "'": self += "&#39;"
            default: unicodeScalars.append(scalar)
            }
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }
}

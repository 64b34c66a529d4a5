/// Text that is not a DN or not a filter: what is wrong, and where.
/// - SeeAlso: RFC 4514 §3, RFC 4515 §3
public struct LDAPSyntaxError: Error, Sendable, Hashable {
    /// What the text was to be.
    public enum Operation: String, Sendable, Hashable, CaseIterable {
        case distinguishedName = "DN"
        case filter
    }

    /// What is wrong with it.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case expectedAttributeType = "expected-attribute-type"
        case expectedEquals = "expected-equals"
        case expectedOpeningParenthesis = "expected-opening-parenthesis"
        case expectedClosingParenthesis = "expected-closing-parenthesis"
        case expectedComparison = "expected-comparison"
        case invalidEscape = "invalid-escape"
        case invalidHexValue = "invalid-hex-value"
        case unescapedCharacter = "unescaped-character"
        case unterminatedQuote = "unterminated-quote"
        case tooDeep = "too-deep"
        case trailingText = "trailing-text"
    }

    public let operation: Operation
    /// What is wrong; the same for every text with that mistake.
    public let code: Code
    /// **Units:** 1-based, in characters.
    public let column: Int
    /// The text that was parsed; private.
    public let text: String

    /// - Parameter offset: the place in bytes.
    init(_ operation: Operation, _ code: Code, in text: UnsafeBufferPointer<UInt8>, at offset: Int)
    {
        self.operation = operation
        self.code = code
        self.text = String(decoding: text, as: UTF8.self)
        column = String(decoding: text.prefix(offset), as: UTF8.self).count + 1
    }

    /// A bounded word for metrics.
    public var label: String { code.rawValue }
}

extension LDAPSyntaxError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Safe: says what and where, never the text.
    public var description: String { "\(operation.rawValue), column \(column): \(sentence)" }

    /// The text included.
    public var debugDescription: String { "\(description), in \(text.debugDescription)" }

    private var sentence: String {
        switch code {
        case .expectedAttributeType: "expected the name or OID of an attribute"
        case .expectedEquals: "expected \"=\" behind the attribute"
        case .expectedOpeningParenthesis: "expected \"(\""
        case .expectedClosingParenthesis: "expected \")\""
        case .expectedComparison: "expected one of = ~= >= <= :="
        case .invalidEscape:
            "a backslash must be followed by two hexadecimal digits or, in a DN, a special character"
        case .invalidHexValue: "expected an even number of hexadecimal digits behind \"#\""
        case .unescapedCharacter: "this character must be escaped"
        case .unterminatedQuote: "the quotation mark is never closed"
        case .tooDeep: "nested too deeply"
        case .trailingText: "nothing may follow here"
        }
    }
}

import Directory

/// `attribute operator value`, checked. A class, so that judging copies nothing.
final class Comparison: Sendable {
    /// A leaf; a complex attribute was resolved to its `value`.
    let attribute: Attribute
    /// As it was written.
    let comparison: FilterOperator
    /// As it was written; nil for `pr`.
    let literal: Literal?
    /// Whether it stands in brackets, where the attribute is written without its parent.
    let isInner: Bool
    /// What a value must pass; the comparison holds when one does, or with ``isNegated`` when none.
    let test: ValueTest
    /// So for `ne`, and for `eq null`.
    let isNegated: Bool

    init(
        attribute: Attribute, comparison: FilterOperator, literal: Literal?, isInner: Bool,
        test: ValueTest, isNegated: Bool
    ) {
        self.attribute = attribute
        self.comparison = comparison
        self.literal = literal
        self.isInner = isInner
        self.test = test
        self.isNegated = isNegated
    }
}

extension Comparison: CustomStringConvertible {
    var description: String {
        let path = isInner ? String(attribute.definition.subAttribute ?? "") : attribute.path
        guard let literal else { return "\(path) \(comparison)" }
        return "\(path) \(comparison) \(literal)"
    }
}

/// The right-hand side of a comparison.
enum Literal: Sendable {
    case string(String)
    case boolean(Bool)
    case null
    /// Recognised for the sake of the message: no attribute of the vocabulary is a number.
    case number
}

extension Literal: CustomStringConvertible {
    /// As JSON.
    var description: String {
        switch self {
        case .boolean(let flag): flag ? "true" : "false"
        case .null: "null"
        case .number: "0"
        case .string(let text):
            text.unicodeScalars.reduce(into: "\"") { result, scalar in
                switch scalar {
                case "\"": result += "\\\""
                case "\\": result += "\\\\"
                case "\n": result += "\\n"
                case "\t": result += "\\t"
                case "\r": result += "\\r"
                case "\0"..<" ":
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                default: result.unicodeScalars.append(scalar)
                }
            } + "\""
        }
    }
}

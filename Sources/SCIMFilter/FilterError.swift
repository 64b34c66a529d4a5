/// Why a text is no filter over the vocabulary.
public struct FilterError: Error, Sendable, Hashable {
    /// What kind of mistake it is.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case tooLong = "too-long"
        case tooDeep = "too-deep"
        /// A condition, operator, value or closing mark is missing or is something else.
        case syntax
        case unknownAttribute = "unknown-attribute"
        case unknownOperator = "unknown-operator"
        /// A complex attribute without a value of its own stands where a value is compared.
        case complexAttribute = "complex-attribute"
        /// Brackets where there is nothing to choose from, or brackets within brackets.
        case valuePath = "value-path"
        /// The value is not of the attribute's type.
        case type
        /// The operator has no meaning for the attribute's type.
        case operatorType = "operator-type"
    }

    /// The same for every text with that mistake.
    public let code: Code
    /// Where it is. **Units:** characters, 1-based.
    public let column: Int
    /// One sentence without a full stop; quotes nothing from the filter, which may name a person.
    public let message: String
    /// What to do about it; nil when there is nothing to add.
    public let hint: String?
    /// The whole filter; private.
    public let text: String
}

extension FilterError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The safe sentence.
    public var description: String {
        "filter, column \(column): \(message)" + (hint.map { "; \($0)" } ?? "")
    }

    /// The sentence and the filter itself.
    public var debugDescription: String { "\(description): \(text)" }

    /// One of a bounded set, for metrics and diagnostics codes.
    public var label: String { code.rawValue }
}

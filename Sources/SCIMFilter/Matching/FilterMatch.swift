import Directory

/// A part of a filter that made the whole true (or false), and the value that it judged.
public struct FilterMatch: Sendable, Hashable {
    /// The part as the filter writes it: one comparison, or an attribute with its brackets.
    public let condition: String
    /// Where the part begins. **Units:** characters, 1-based.
    public let column: Int
    /// What it compares; of brackets the `value` of the attribute before them.
    public let attribute: Attribute
    /// Whether the part stands under an odd number of `not`: then the opposite of
    /// ``condition`` made the whole what it is.
    public let isNegated: Bool
    /// The value that satisfies the comparison (with `ne`: that is equal). When none does: the value
    /// that is there instead, of a multi-valued attribute the first; nil when the attribute is
    /// absent, and for `groups` and `managers`.
    public let value: String?
    /// Which element ``value`` belongs to, in the subject's own numbers: of a ``PersonSubject`` a
    /// ``GroupIndex`` for `groups`, a ``PersonIndex`` for `managers` and `manager`, else the position
    /// among the elements. nil when no element satisfies the comparison.
    public let element: Int?
    /// Where the whole is false: the choice that the part belongs to; nil when it is needed whatever
    /// else holds.
    public internal(set) var choice: Choice?

    /// Alternatives of which one would do: the terms of an `or`.
    public struct Choice: Sendable, Hashable {
        /// The same of all alternatives. **Units:** 1-based, in the order of the filter.
        public let number: Int
        /// Which one: its parts are needed together. **Units:** 1-based.
        public let alternative: Int
    }
}

extension FilterMatch: CustomStringConvertible {
    /// The part in words of the filter: `not (userType eq "Contractor")`.
    public var description: String { isNegated ? "not (\(condition))" : condition }
}

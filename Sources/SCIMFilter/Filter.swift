import Directory

/// A condition about a person: RFC 7644's filter, parsed and checked against the vocabulary.
///
/// What the RFC leaves open is decided so:
/// - `ne` is exactly the opposite of `eq`: it holds for a person without the attribute, and, of a
///   multi-valued attribute, when no value is equal. (Within brackets it judges one element.)
/// - `eq null` means "is absent", `ne null` means "is present"; other operators refuse `null`.
/// - A complex attribute alone means its `value` (`emails co "x"`, `groups eq "…"`, `manager pr`);
///   one that has none is refused, except with `pr`, which asks for any of its parts.
/// - Letters compare without case unless the vocabulary says `caseExact`. Without case means: the
///   full lower-case mappings of Unicode, regardless of language, are canonically equivalent; so
///   `É` equals `é` however it is composed, while `ß` and `ss` differ. `co`, `sw` and `ew` compare
///   whole characters: `e` is not contained in `é`.
/// - `gt`, `ge`, `lt`, `le` order texts by their code points (lower-cased unless `caseExact`), and
///   times as times. They are refused for booleans, as the RFC asks, and so are `co`, `sw`, `ew`
///   for booleans and times.
/// - `groups.dn` compares with `eq` and `ne` as a distinguished name, whatever its spelling; the
///   other operators compare its text.
/// - Operators, `and`, `or`, `not`, `true`, `false`, `null` and attribute names are read without
///   case; white space is free.
///
/// - SeeAlso: RFC 7644 §3.4.2.2
public struct Filter: Sendable {
    /// **Units:** bytes of UTF-8. A longer filter is refused.
    public static let maximumLength = 65_536
    /// **Units:** parentheses and brackets that are open at once. A deeper filter is refused.
    public static let maximumDepth = 64

    /// As it was written.
    public let text: String
    /// Every comparison, in the order of the text, those within brackets included.
    public let references: [FilterReference]
    /// What the text means.
    let expression: Expression
    /// The number of parts in ``expression``.
    let partCount: Int

    /// - Throws: ``FilterError``, with the column of what is wrong.
    public static func parse(_ text: String) throws(FilterError) -> Filter {
        var parser = try FilterParser(text)
        let expression = try parser.parse()
        return Filter(
            text: text, references: parser.references, expression: expression,
            partCount: parser.partCount)
    }

    /// Whether the condition holds. Values of ASCII are compared without allocating.
    public func matches(_ subject: some FilterSubject) -> Bool {
        expression.holds { $0.holds(for: subject) }
    }

    /// Which parts made the condition true, and on what; empty when it does not hold.
    /// **Shape:** in the order of the text; of an `or` the true branches only; of a part that several
    /// elements satisfy, one for each element.
    public func matchedParts(for subject: some FilterSubject) -> [FilterMatch] {
        expression.explanation(of: true, on: subject) { $0.holds(for: subject) }
    }

    /// Which parts made the condition false, and what was there instead; empty when it holds.
    /// **Shape:** in the order of the text; of an `and` the false branches only.
    public func failedParts(for subject: some FilterSubject) -> [FilterMatch] {
        expression.explanation(of: false, on: subject) { $0.holds(for: subject) }
    }
}

/// The canonical text: canonical spelling of names and operators, one space, only the parentheses
/// that are needed. It parses to an equal filter.
extension Filter: Hashable, CustomStringConvertible {
    public var description: String { expression.description }

    public static func == (left: Filter, right: Filter) -> Bool {
        left.description == right.description
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// One comparison that a filter makes: for lint, which looks for groups and people that are not
/// there.
public struct FilterReference: Sendable, Hashable {
    public let attribute: Attribute
    public let comparison: FilterOperator
    /// The text that is compared with; nil for `pr` and for literals that are no strings.
    public let literal: String?
    /// Where the comparison begins. **Units:** characters, 1-based.
    public let column: Int
}

/// - SeeAlso: RFC 7644 §3.4.2.2, table 3
public enum FilterOperator: String, Sendable, Hashable, CaseIterable {
    case eq, ne, co, sw, ew, pr, gt, ge, lt, le
}

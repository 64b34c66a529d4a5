import Diagnostics
import Directory

// Names and values, checked against the vocabulary.
extension FilterParser {
    /// What a name means.
    enum Target {
        case leaf(Attribute)
        case complex(ComplexAttribute)
    }

    /// Looks a name up; within brackets among the sub-attributes of what stands before them.
    func target(_ word: String, _ range: Range<Int>) throws(FilterError) -> Target {
        if let parent {
            if let attribute = parent.subAttribute(word) { return .leaf(attribute) }
            throw unknown(
                word, range,
                among: parent.attributes.compactMap {
                    $0.definition.subAttribute.map(String.init)
                })
        }
        if let attribute = Attribute(path: word) { return .leaf(attribute) }
        if let complex = Self.complex(word) {
            return complex.value.map(Target.leaf) ?? .complex(complex)
        }
        throw unknown(
            word, range,
            among: Attribute.allCases.map(\.path) + ComplexAttribute.all.values.map(\.name))
    }

    /// The attributes that a comparison with the target asks about.
    func attributes(
        of target: Target, _ comparison: FilterOperator, _ range: Range<Int>
    ) throws(FilterError) -> [Attribute] {
        switch target {
        case .leaf(let attribute): return [attribute]
        case .complex(let complex):
            if comparison == .pr { return complex.attributes }
            let paths = complex.attributes.map(\.path).joined(separator: ", ")
            throw scanner.error(
                .complexAttribute, at: range.lowerBound,
                "\(complex.name) has parts and no value of its own", hint: "compare one of \(paths)"
            )
        }
    }

    /// The attribute that brackets may follow.
    func chooseable(_ word: String, _ range: Range<Int>) throws(FilterError) -> ComplexAttribute {
        if parent != nil {
            throw scanner.error(.valuePath, at: scanner.position, "brackets stand within brackets")
        }
        if let complex = Self.complex(word), complex.isMultiValued { return complex }
        guard Attribute(path: word) != nil || Self.complex(word) != nil else {
            throw unknown(word, range, among: ComplexAttribute.all.values.map(\.name))
        }
        throw scanner.error(
            .valuePath, at: range.lowerBound,
            "brackets choose among several elements with parts, which this attribute has not",
            hint: "compare it without brackets")
    }

    /// By name, the URN of the schema of any of its parts allowed before it.
    private static func complex(_ word: String) -> ComplexAttribute? {
        let lowered = word.lowercased()
        if let complex = ComplexAttribute.all[lowered] { return complex }
        return ComplexAttribute.all.values.first { complex in
            complex.attributes.contains {
                lowered == "\($0.definition.schema.rawValue):\(complex.name)".lowercased()
            }
        }
    }

    private func unknown(
        _ word: String, _ range: Range<Int>, among known: [String]
    ) -> FilterError {
        if word.lowercased().hasPrefix("urn:") {
            return scanner.error(
                .unknownAttribute, at: range.lowerBound, "no schema has this attribute",
                hint: "write the name without the URN")
        }
        return scanner.error(
            .unknownAttribute, at: range.lowerBound, "unknown attribute",
            hint: Suggestion.hint(for: word, among: known.sorted())
                ?? (parent == nil ? nil : "known here: \(known.joined(separator: ", "))"))
    }

    /// Reads an operator, and where it begins.
    mutating func comparisonOperator() throws(FilterError) -> (FilterOperator, at: Int) {
        let start = scanner.position
        let word = scanner.word().lowercased()
        if let comparison = FilterOperator(rawValue: word) { return (comparison, start) }
        let written = word.isEmpty ? scanner.symbols() : word
        if written.isEmpty {
            throw scanner.error(
                .syntax, at: start, "an operator is expected here",
                hint: "one of \(Self.operators.joined(separator: ", "))")
        }
        let meant = Self.otherSpellings[written].map { "write \($0)" }
        throw scanner.error(
            .unknownOperator, at: start, "unknown operator",
            hint: meant ?? Suggestion.hint(for: written, among: Self.operators)
                ?? "one of \(Self.operators.joined(separator: ", "))")
    }

    private static let operators = FilterOperator.allCases.map(\.rawValue)

    /// How other languages write the operators.
    private static let otherSpellings = [
        "=": "eq", "==": "eq", "is": "eq", "equals": "eq", "!=": "ne", "<>": "ne", "!": "ne",
        "~": "co", "=~": "co", "contains": "co", "like": "co", "startswith": "sw",
        "endswith": "ew", "present": "pr", "exists": "pr", ">": "gt", ">=": "ge", "<": "lt",
        "<=": "le", "in": "eq, and or between several comparisons",
    ]
}

import Directory

// The right-hand side, and whether it fits the left.
extension FilterParser {
    /// Reads the right-hand side; whether it fits is for ``test(_:_:at:_:at:)``.
    mutating func literal() throws(FilterError) -> Literal {
        if scanner.next == UInt8(ascii: "\"") { return .string(try scanner.string()) }
        let start = scanner.position
        let word = scanner.word().lowercased()
        switch word {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        default: break
        }
        if let first = word.utf8.first,
            first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        {
            return .number
        }
        throw scanner.error(
            .syntax, at: start,
            scanner.isAtEnd && word.isEmpty
                ? "a value is missing at the end" : "a value is expected here",
            hint: "write texts in double quotes")
    }

    /// What the comparison asks of one value, and whether the answer is turned round.
    func test(
        _ attribute: Attribute, _ comparison: FilterOperator, at place: Int, _ literal: Literal?,
        at literalPlace: Int
    ) throws(FilterError) -> (ValueTest, isNegated: Bool) {
        guard let literal else { return (.present, false) }
        let definition = attribute.definition
        let isNegated = comparison == .ne
        if case .null = literal {
            guard comparison == .eq || isNegated else {
                throw scanner.error(
                    .operatorType, at: place, "null compares with eq and ne only",
                    hint: "write \(attribute.path) pr to ask for a value")
            }
            return (.present, !isNegated)
        }
        guard let relation = Self.relation(comparison, for: definition.type) else {
            throw scanner.error(
                .operatorType, at: place, "\(comparison) has no meaning for a \(definition.type)",
                hint: definition.type == .boolean ? "use eq or ne" : "use ge and lt")
        }
        switch (definition.type, literal) {
        case (.boolean, .boolean(let flag)): return (.boolean(flag), isNegated)
        case (.dateTime, .string(let text)):
            if let time = Timestamp(text) { return (.time(relation, time), isNegated) }
        case (.string, .string(let text)), (.reference, .string(let text)):
            return (try textTest(relation, text, definition, at: literalPlace), isNegated)
        default: break
        }
        throw scanner.error(
            .type, at: literalPlace, "the value is no \(definition.type)",
            hint: Self.hint(for: definition.type, literal))
    }

    private func textTest(
        _ relation: TextPattern.Relation, _ text: String, _ definition: AttributeDefinition,
        at place: Int
    ) throws(FilterError) -> ValueTest {
        // An absent attribute has no value, and no value is empty.
        if text.isEmpty {
            throw scanner.error(
                .type, at: place, "no value is ever empty",
                hint: "write not (\(definition.path) pr) to ask for absence")
        }
        if definition.attribute == .groupsDN, relation == .equal,
            let name = try? DistinguishedName(text)
        {
            return .name(name)
        }
        return .text(TextPattern(relation, text, ignoresCase: !definition.caseExact))
    }

    /// How `ne` compares: as `eq`, turned round. nil when the operator does not fit the type.
    private static func relation(
        _ comparison: FilterOperator, for type: AttributeDefinition.DataType
    ) -> TextPattern.Relation? {
        let isText = type == .string || type == .reference
        let isOrdered = type != .boolean
        return switch comparison {
        case .eq, .ne: .equal
        case .co: isText ? .contains : nil
        case .sw: isText ? .begins : nil
        case .ew: isText ? .ends : nil
        case .gt: isOrdered ? .greater : nil
        case .ge: isOrdered ? .greaterOrEqual : nil
        case .lt: isOrdered ? .less : nil
        case .le: isOrdered ? .lessOrEqual : nil
        case .pr: nil
        }
    }

    private static func hint(
        for type: AttributeDefinition.DataType, _ literal: Literal
    ) -> String {
        switch type {
        case .boolean: "write true or false without quotes"
        case .dateTime: "write a time as \"2026-11-22T21:06:45Z\", or a day as \"2026-11-22\""
        case .string, .reference: "put the value in double quotes"
        }
    }
}

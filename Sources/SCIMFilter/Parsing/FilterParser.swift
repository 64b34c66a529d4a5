import Directory

/// Recursive descent over RFC 7644's grammar: `or` binds weaker than `and`, `and` weaker than `not`.
struct FilterParser {
    /// Behind what was read so far.
    var scanner: FilterScanner
    /// The attribute before the brackets in which the parser is.
    var parent: ComplexAttribute?
    /// See ``Filter/references``.
    private(set) var references: [FilterReference] = []
    /// See ``Filter/partCount``.
    private(set) var partCount = 0
    private var depth = 0

    /// - Throws: ``FilterError/Code/tooLong``
    init(_ text: String) throws(FilterError) {
        scanner = FilterScanner(text)
        if scanner.bytes.count > Filter.maximumLength {
            throw FilterError(
                code: .tooLong, column: 1,
                message: "the filter is longer than \(Filter.maximumLength) bytes",
                hint: "put the people in a group and compare with the group", text: text)
        }
    }

    mutating func parse() throws(FilterError) -> Expression {
        let expression = try disjunction()
        guard scanner.isAtEnd else { throw trailing() }
        return expression
    }

    /// Leaves the scanner behind the white space that follows.
    private mutating func disjunction() throws(FilterError) -> Expression {
        var terms: [Expression] = []
        repeat {
            let term = try conjunction()
            if case .any(let inner) = term { terms += inner } else { terms.append(term) }
        } while scanner.skip(word: "or")
        return terms.count == 1 ? terms[0] : .any(terms)
    }

    private mutating func conjunction() throws(FilterError) -> Expression {
        var terms: [Expression] = []
        repeat {
            let term = try term()
            if case .all(let inner) = term { terms += inner } else { terms.append(term) }
            scanner.skipSpace()
        } while scanner.skip(word: "and")
        return terms.count == 1 ? terms[0] : .all(terms)
    }

    private mutating func term() throws(FilterError) -> Expression {
        scanner.skipSpace()
        let start = scanner.position
        if scanner.skip(word: "not") {
            scanner.skipSpace()
            guard scanner.next == UInt8(ascii: "(") else {
                throw scanner.error(
                    .syntax, at: scanner.position, "a parenthesis must follow not",
                    hint: "write not (…)")
            }
            return .not(try enclosed(by: ")"))
        }
        if scanner.next == UInt8(ascii: "(") { return try enclosed(by: ")") }
        let word = scanner.word()
        guard !word.isEmpty else { throw missingCondition() }
        let end = scanner.position
        scanner.skipSpace()
        if scanner.next == UInt8(ascii: "[") {
            return try valuePath(word, start..<end)
        }
        return try comparison(word, start..<end)
    }

    /// What stands between the mark at the position and the closing one.
    private mutating func enclosed(by close: Unicode.Scalar) throws(FilterError) -> Expression {
        let open = scanner.position
        guard depth < Filter.maximumDepth else {
            throw scanner.error(
                .tooDeep, at: open, "more than \(Filter.maximumDepth) parentheses are open")
        }
        depth += 1
        _ = scanner.skip("(") || scanner.skip("[")
        let expression = try disjunction()
        depth -= 1
        if scanner.skip(close) { return expression }
        if !scanner.isAtEnd, scanner.next != UInt8(ascii: ")"), scanner.next != UInt8(ascii: "]") {
            throw trailing()
        }
        throw scanner.error(
            .syntax, at: scanner.position,
            "\(close) is missing for the opening mark in column \(scanner.column(at: open))")
    }

    private mutating func valuePath(
        _ word: String, _ range: Range<Int>
    ) throws(FilterError) -> Expression {
        let complex = try chooseable(word, range)
        let number = partCount
        partCount += 1
        parent = complex
        let inner = try enclosed(by: "]")
        parent = nil
        if scanner.next == UInt8(ascii: ".") {
            throw scanner.error(
                .valuePath, at: scanner.position, "nothing may follow the brackets",
                hint: "a sub-attribute behind brackets belongs to PATCH; "
                    + "compare it within the brackets")
        }
        let end = scanner.position
        return part(.valuePath(complex, inner), number, range.lowerBound..<end)
    }

    private mutating func comparison(
        _ word: String, _ range: Range<Int>
    ) throws(FilterError) -> Expression {
        let target = try target(word, range)
        let (comparison, place) = try comparisonOperator()
        var literal: Literal?
        var literalPlace = place
        if comparison != .pr {
            scanner.skipSpace()
            literalPlace = scanner.position
            literal = try self.literal()
        }
        let source = range.lowerBound..<scanner.position
        var parts: [Expression] = []
        for attribute in try attributes(of: target, comparison, range) {
            let isInner = parent != nil
            let (test, isNegated) = try test(
                attribute, comparison, at: place, literal, at: literalPlace)
            note(attribute, comparison, literal, at: range.lowerBound)
            parts.append(
                part(
                    .comparison(
                        Comparison(
                            attribute: attribute, comparison: comparison, literal: literal,
                            isInner: isInner, test: test, isNegated: isNegated)),
                    isInner ? -1 : partCount, source))
            if !isInner { partCount += 1 }
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private func part(_ kind: FilterPart.Kind, _ number: Int, _ range: Range<Int>) -> Expression {
        .part(
            FilterPart(
                kind, number: number, condition: scanner.slice(range),
                column: scanner.column(at: range.lowerBound)))
    }

    private mutating func note(
        _ attribute: Attribute, _ comparison: FilterOperator, _ literal: Literal?, at start: Int
    ) {
        var text: String?
        if case .string(let string) = literal { text = string }
        references.append(
            FilterReference(
                attribute: attribute, comparison: comparison, literal: text,
                column: scanner.column(at: start)))
    }

    private func missingCondition() -> FilterError {
        if scanner.isAtEnd {
            return scanner.error(
                .syntax, at: scanner.position, "a condition is missing at the end",
                hint: "write for example department eq \"…\"")
        }
        return scanner.error(
            .syntax, at: scanner.position, "the name of an attribute is expected here")
    }

    private func trailing() -> FilterError {
        let isClosing = scanner.next == UInt8(ascii: ")") || scanner.next == UInt8(ascii: "]")
        return scanner.error(
            .syntax, at: scanner.position,
            isClosing ? "a closing mark has no opening one" : "and or or is expected here",
            hint: isClosing ? nil : "a value with spaces needs quotes around the whole")
    }
}

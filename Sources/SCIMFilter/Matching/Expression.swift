/// The tree of a filter. Its depth is bounded by the parser.
indirect enum Expression: Sendable {
    /// `and`. **Shape:** at least two; none is itself `all`.
    case all([Expression])
    /// `or`. **Shape:** at least two; none is itself `any`.
    case any([Expression])
    case not(Expression)
    case part(FilterPart)

    /// - Parameter judge: whether a part holds; not asked about more parts than needed.
    func holds(_ judge: (FilterPart) -> Bool) -> Bool {
        switch self {
        case .all(let terms):
            for term in terms where !term.holds(judge) { return false }
            return true
        case .any(let terms):
            for term in terms where term.holds(judge) { return true }
            return false
        case .not(let inner): return !inner.holds(judge)
        case .part(let part): return judge(part)
        }
    }

    /// The parts that made the whole `outcome`; empty when it is the opposite.
    func explanation(
        of outcome: Bool, on subject: some FilterSubject, _ judge: (FilterPart) -> Bool
    ) -> [FilterMatch] {
        var matches: [FilterMatch] = []
        var choices = 0
        explain(outcome, Context(), judge) { part, context in
            let known = matches.count
            part.appendMatches(for: subject, isNegated: context.isNegated, to: &matches)
            // Of what holds nothing is left to choose.
            guard !outcome, let choice = context.choice else { return }
            for index in known..<matches.count { matches[index].choice = choice }
        } newChoice: {
            choices += 1
            return choices
        }
        return matches
    }

    /// Where a part stands.
    private struct Context {
        var isNegated = false
        /// That of the outermost node of which any term would do.
        var choice: FilterMatch.Choice?
    }

    private func explain(
        _ outcome: Bool, _ context: Context, _ judge: (FilterPart) -> Bool,
        _ visit: (FilterPart, Context) -> Void, newChoice: () -> Int
    ) {
        guard holds(judge) == outcome else { return }
        var context = context
        switch self {
        // Of a true `and` all terms are true, of a false one the false ones are to blame; and the
        // other way round for `or`. Where all are, one would do to make it the opposite.
        case .all(let terms), .any(let terms):
            let number = isAll == outcome && context.choice == nil ? newChoice() : nil
            for (position, term) in terms.enumerated() {
                if let number {
                    context.choice = FilterMatch.Choice(number: number, alternative: position + 1)
                }
                term.explain(outcome, context, judge, visit, newChoice: newChoice)
            }
        case .not(let inner):
            context.isNegated.toggle()
            inner.explain(!outcome, context, judge, visit, newChoice: newChoice)
        case .part(let part): visit(part, context)
        }
    }

    private var isAll: Bool { if case .all = self { true } else { false } }

    /// The same tree with other comparisons, those within brackets included.
    func mapComparisons(_ transform: (Comparison) -> Comparison) -> Expression {
        switch self {
        case .all(let terms): .all(terms.map { $0.mapComparisons(transform) })
        case .any(let terms): .any(terms.map { $0.mapComparisons(transform) })
        case .not(let inner): .not(inner.mapComparisons(transform))
        case .part(let part): .part(part.mapComparisons(transform))
        }
    }

    /// Visits the parts in the order of the text; those within brackets belong to their part.
    func forEachPart(_ body: (FilterPart) -> Void) {
        switch self {
        case .all(let terms), .any(let terms): for term in terms { term.forEachPart(body) }
        case .not(let inner): inner.forEachPart(body)
        case .part(let part): body(part)
        }
    }
}

extension Expression: CustomStringConvertible {
    var description: String {
        switch self {
        case .all(let terms):
            terms.map { term in
                if case .any = term { "(\(term))" } else { term.description }
            }.joined(separator: " and ")
        case .any(let terms): terms.map(\.description).joined(separator: " or ")
        case .not(let inner): "not (\(inner))"
        case .part(let part): part.description
        }
    }
}

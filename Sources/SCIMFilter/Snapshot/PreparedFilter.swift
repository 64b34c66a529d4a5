import Directory

/// A filter bound to a snapshot, for judging many of its people.
///
/// Everybody is judged at once, part by part of the condition; a value that many people have is judged
/// once. It gives the answers of ``Filter/matches(_:)`` with a ``PersonSubject``.
public final class PreparedFilter: Sendable {
    /// The condition that was bound.
    public let filter: Filter
    private let facts: PersonSubject.Facts
    /// The filter's, with every distinguished name looked up.
    private let expression: Expression
    /// For each part, by number, the people for whom it holds.
    private let people: [PersonSet]
    private let matching: PersonSet

    fileprivate init(
        _ filter: Filter, _ facts: PersonSubject.Facts, _ columns: [Attribute: AttributeColumn]
    ) {
        self.filter = filter
        self.facts = facts
        let count = facts.snapshot.people.count
        var people = [PersonSet](repeating: PersonSet(count: count), count: filter.partCount)
        expression = filter.expression.mapComparisons { $0.withSpellings(in: facts.snapshot) }
        expression.forEachPart { part in
            people[part.number] =
                facts.snapshot.people(satisfying: part) ?? part.people(of: facts, columns)
        }
        self.people = people
        matching = expression.people(satisfying: people)
    }

    /// Whether the condition holds for the person.
    public func matches(_ person: PersonIndex) -> Bool { matching.contains(person) }

    /// As ``Filter/matchedParts(for:)``.
    public func matchedParts(for person: PersonIndex) -> [FilterMatch] {
        expression.explanation(of: true, on: subject(person)) { holds($0, person) }
    }

    private func subject(_ person: PersonIndex) -> PersonSubject {
        PersonSubject(facts: facts, person: person)
    }

    private func holds(_ part: FilterPart, _ person: PersonIndex) -> Bool {
        people[part.number].contains(person)
    }
}

extension Filter {
    /// Binds the filter to a snapshot.
    public func prepared(for snapshot: DirectorySnapshot) -> PreparedFilter {
        Filter.prepare([self], for: snapshot)[0]
    }

    /// Binds filters to a snapshot together, so that what they compare is looked up once.
    /// - Returns: one for each, in their order.
    /// - Complexity: O(people + groups + memberships) for each part of each filter
    public static func prepare(
        _ filters: [Filter], for snapshot: DirectorySnapshot
    ) -> [PreparedFilter] {
        let facts = PersonSubject.Facts(snapshot)
        var attributes: Set<Attribute> = []
        for filter in filters {
            filter.expression.forEachPart { part in
                if let comparison = part.storedComparison {
                    attributes.insert(comparison.attribute)
                }
            }
        }
        let columns = AttributeColumn.columns(of: attributes, in: snapshot.people)
        return filters.map { PreparedFilter($0, facts, columns) }
    }
}

extension Expression {
    /// Those for whom it holds.
    /// - Parameter people: for each part, by number, those for whom it holds.
    fileprivate func people(satisfying people: [PersonSet]) -> PersonSet {
        switch self {
        case .all(let terms):
            return terms.dropFirst().reduce(into: terms[0].people(satisfying: people)) {
                $0.formIntersection($1.people(satisfying: people))
            }
        case .any(let terms):
            return terms.dropFirst().reduce(into: terms[0].people(satisfying: people)) {
                $0.formUnion($1.people(satisfying: people))
            }
        case .not(let inner):
            var others = inner.people(satisfying: people)
            others.invert()
            return others
        case .part(let part): return people[part.number]
        }
    }
}

extension FilterPart {
    /// The comparison when it is about values that sources gave, and not about worked out ones.
    fileprivate var storedComparison: Comparison? {
        guard case .comparison(let comparison) = kind else { return nil }
        switch comparison.attribute {
        case .id, .active, .managers, .managerValue, .managerDisplayName: return nil
        default: return comparison.attribute.isGroups ? nil : comparison
        }
    }

    /// Those for whom the part holds.
    fileprivate func people(
        of facts: PersonSubject.Facts, _ columns: [Attribute: AttributeColumn]
    ) -> PersonSet {
        let count = facts.snapshot.people.count
        if let comparison = storedComparison, let column = columns[comparison.attribute] {
            var set = column.people(of: count, where: comparison.test)
            if comparison.isNegated { set.invert() }
            return set
        }
        var set = PersonSet(count: count)
        for person in 0..<PersonIndex(count)
        where holds(for: PersonSubject(facts: facts, person: person)) {
            set.insert(person)
        }
        return set
    }
}

extension Comparison {
    /// Parsing a DN costs more than all other comparisons together, so the groups' are parsed once.
    fileprivate func withSpellings(in snapshot: DirectorySnapshot) -> Comparison {
        guard case .name = test else { return self }
        return Comparison(
            attribute: attribute, comparison: comparison, literal: literal, isInner: isInner,
            test: .spelling(Set(snapshot.groups.lazy.map(\.label).filter(test.accepts))),
            isNegated: isNegated)
    }
}

import Directory

/// A filter bound to a snapshot, for judging many of its people.
///
/// What is asked about groups and about the reporting line is answered beforehand, once for each
/// group and manager, so that judging a person is a look-up. It gives the answers of
/// ``Filter/matches(_:)`` with a ``PersonSubject``.
public final class PreparedFilter: Sendable {
    public let filter: Filter
    private let facts: PersonSubject.Facts
    /// The filter's, with every distinguished name looked up.
    private let expression: Expression
    /// For each part, by number, the people for whom it holds; nil for parts that are judged by the
    /// person's own attributes.
    private let people: [PersonSet?]

    init(_ filter: Filter, _ facts: PersonSubject.Facts) {
        self.filter = filter
        self.facts = facts
        var people = [PersonSet?](repeating: nil, count: filter.partCount)
        expression = filter.expression.mapComparisons { $0.withSpellings(in: facts.snapshot) }
        expression.forEachPart { part in
            people[part.number] = facts.snapshot.people(satisfying: part)
        }
        self.people = people
    }

    /// Whether the condition holds for the person.
    public func matches(_ person: PersonIndex) -> Bool {
        expression.holds { holds($0, person) }
    }

    /// As ``Filter/matchedParts(for:)``.
    public func matchedParts(for person: PersonIndex) -> [FilterMatch] {
        expression.explanation(of: true, on: subject(person)) { holds($0, person) }
    }

    /// As ``Filter/failedParts(for:)``.
    public func failedParts(for person: PersonIndex) -> [FilterMatch] {
        expression.explanation(of: false, on: subject(person)) { holds($0, person) }
    }

    private func subject(_ person: PersonIndex) -> PersonSubject {
        PersonSubject(facts: facts, person: person)
    }

    private func holds(_ part: FilterPart, _ person: PersonIndex) -> Bool {
        people[part.number]?.contains(person) ?? part.holds(for: subject(person))
    }
}

extension Filter {
    /// Binds the filter to a snapshot.
    /// - Complexity: O(people + groups + memberships) for each comparison with groups or managers.
    public func prepared(for snapshot: DirectorySnapshot) -> PreparedFilter {
        PreparedFilter(self, PersonSubject.Facts(snapshot))
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

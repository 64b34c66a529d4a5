import Directory

/// A filter bound to a snapshot, for judging many of its people.
///
/// Everybody is judged at once, a part of the condition after the other, each part on those for whom
/// it still matters. It gives the answers of ``Filter/matches(_:)`` with a ``PersonSubject``.
public final class PreparedFilter: Sendable {
    public let filter: Filter
    private let facts: PersonSubject.Facts
    /// The filter's, with every distinguished name looked up.
    private let expression: Expression
    /// For each part, by number, the people for whom it holds; nil for parts that are judged by the
    /// person's own attributes.
    private let people: [PersonSet?]
    private let matching: PersonSet

    init(_ filter: Filter, _ facts: PersonSubject.Facts) {
        self.filter = filter
        self.facts = facts
        var people = [PersonSet?](repeating: nil, count: filter.partCount)
        expression = filter.expression.mapComparisons { $0.withSpellings(in: facts.snapshot) }
        expression.forEachPart { part in
            people[part.number] = facts.snapshot.people(satisfying: part)
        }
        self.people = people
        matching = expression.people(among: PersonSet(all: facts.snapshot.people.count)) {
            part, candidates in
            if let known = people[part.number] {
                candidates.formIntersection(known)
            } else {
                part.filter(&candidates, facts)
            }
        }
    }

    /// Whether the condition holds for the person.
    public func matches(_ person: PersonIndex) -> Bool { matching.contains(person) }

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

extension Expression {
    /// Those of the candidates for whom it holds.
    /// - Parameter judge: keeps those for whom a part holds.
    fileprivate func people(
        among candidates: PersonSet, _ judge: (FilterPart, inout PersonSet) -> Void
    ) -> PersonSet {
        var found = candidates
        switch self {
        case .all(let terms):
            for term in terms { found = term.people(among: found, judge) }
        case .any(let terms):
            var rest = candidates
            for term in terms { rest.subtract(term.people(among: rest, judge)) }
            found.subtract(rest)
        case .not(let inner): found.subtract(inner.people(among: candidates, judge))
        case .part(let part): judge(part, &found)
        }
        return found
    }
}

extension FilterPart {
    /// Keeps those for whom the part holds by their own attributes.
    fileprivate func filter(_ candidates: inout PersonSet, _ facts: PersonSubject.Facts) {
        guard case .comparison(let comparison) = kind, comparison.attribute.isStored else {
            return candidates.filter { holds(for: PersonSubject(facts: facts, person: $0)) }
        }
        let (attribute, test) = (comparison.attribute, comparison.test)
        facts.snapshot.people.withUnsafeBufferPointer { people in
            candidates.filter { person in
                people[Int(person)].attributes.anyValue(of: attribute) { value, _ in
                    test.accepts(value)
                } != comparison.isNegated
            }
        }
    }
}

extension Attribute {
    /// Whether its values are among those that a source gave, and not worked out.
    fileprivate var isStored: Bool {
        switch self {
        case .id, .active, .managers, .managerValue, .managerDisplayName: false
        default: !isGroups
        }
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

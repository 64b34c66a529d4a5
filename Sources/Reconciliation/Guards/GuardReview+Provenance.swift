import Directory
import Entitlements

/// Revocations by the group through which, and the source from which, people had what they lose.
extension GuardReview {
    /// People who lose a role that they have through one group: an emptied group takes it from all
    /// of them.
    var lossesByGroup: [GuardFinding] {
        var groups = GroupsOfDerivations(derivations: impact.current.derivations)
        var losses: [GroupID: [Impact.Loss]] = [:]
        for loss in impact.losses {
            let digests = loss.revokes.flatMap {
                impact.items[impact.revokes[$0]].change.derivations
            }
            for group in groups.through(digests) { losses[group, default: []].append(loss) }
        }
        losses = losses.filter { $0.value.peopleCount > limits.revocations.floor }
        if losses.isEmpty { return [] }
        var totals: [GroupID: Int] = [:]
        impact.held.forEachHolder { _, digests in
            for group in groups.through(digests) where losses[group] != nil {
                totals[group, default: 0] += 1
            }
        }
        for group in losses.keys {
            totals[group, default: 0] += elsewhere[.holdersThroughGroup, group.rawValue]
        }
        return losses.compactMap { group, losses in
            let name = groups.names[group] ?? group.rawValue
            return revocations(.group(group), losses, total: totals[group, default: 0]) {
                "\($0) of \($1) people would lose a role that they have through the group "
                    + "\"\(name)\""
            }
        }
    }

    /// People known from one source who lose a role: a source gone wrong takes it from many.
    var lossesBySource: [GuardFinding] {
        let origin = SourcesOfPeople(snapshot: impact.snapshot, recorded: impact.current.sources)
        var losses: [SourceID: [Impact.Loss]] = [:]
        for loss in impact.losses {
            for source in origin.sources(of: loss.person) {
                losses[source, default: []].append(loss)
            }
        }
        losses = losses.filter { $0.value.peopleCount > limits.revocations.floor }
        if losses.isEmpty { return [] }
        var totals: [SourceID: Int] = [:]
        impact.held.forEachHolder { person, _ in
            for source in origin.sources(of: person) { totals[source, default: 0] += 1 }
        }
        for source in losses.keys {
            totals[source, default: 0] += elsewhere[.holdersFromSource, source.rawValue]
        }
        return losses.compactMap { source, losses in
            revocations(.source(source), losses, total: totals[source, default: 0]) {
                "\($0) of \($1) people known from \(source) would lose a role"
            }
        }
    }
}

extension [CurrentEntitlement] {
    /// Calls the body once for each person who holds something, with all their derivations.
    /// - Precondition: sorted by key.
    func forEachHolder(_ body: (PersonID, [Digest]) -> Void) {
        var start = 0
        while start < count {
            let person = self[start].key.person
            let end = self[start...].firstIndex { $0.key.person != person }
            let range = start..<(end ?? count)
            body(person, self[range].flatMap(\.derivations))
            start = range.upperBound
        }
    }
}

/// Which groups each derivation leads through.
struct GroupsOfDerivations {
    private let derivations: [Digest: Derivation]
    private var groups: [Digest: Set<GroupID>] = [:]
    /// The groups' names as they were last matched, for sentences.
    private(set) var names: [GroupID: String] = [:]

    init(derivations: [Digest: Derivation]) { self.derivations = derivations }

    mutating func through(_ digests: [Digest]) -> Set<GroupID> {
        var all: Set<GroupID> = []
        for digest in digests { all.formUnion(through(digest)) }
        return all
    }

    private mutating func through(_ digest: Digest) -> Set<GroupID> {
        if let known = groups[digest] { return known }
        let steps = derivations[digest]?.groupSteps ?? []
        for step in steps { names[step.id] = min(step.display, names[step.id] ?? step.display) }
        let found = Set(steps.map(\.id))
        groups[digest] = found
        return found
    }
}

extension Derivation {
    /// Every group on every way of the evidence.
    var groupSteps: [GroupStep] { evidence.flatMap { $0.paths.joined() } }
}

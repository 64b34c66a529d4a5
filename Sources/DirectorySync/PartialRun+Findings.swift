import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Reconciliation
import RoleMapping

// What is odd about everybody, when what is odd about a part may be something else.

extension PartialRun {
    /// What a run over everybody would find odd.
    /// - Parameter read: of the reading.
    /// - Throws: ``WholeReason``
    func findings(with read: [Diagnostic]) throws -> [Diagnostic] {
        let odd = try correlated() + evaluated() + tested + read
        return Set(odd + [withoutManager].compactMap(\.self)).sorted()
    }

    /// Those of the rules. Whoever an exception names is among the people of the part.
    private func evaluated() throws -> [Diagnostic] {
        let exceptions = Set(mapping.exceptions.map(\.place))
        let isOfException = { (finding: Diagnostic) in
            finding.place.map(exceptions.contains) ?? false
        }
        let former = part.findings.filter {
            $0.code.hasPrefix("mapping.") && $0.code != TestResult.inconclusiveCode
                && !isOfException($0)
        }
        let gaps = ScopeGaps.findings(
            in: former, part.totals, exchanging: (before.evaluation.gaps, before.snapshot),
            for: (now.evaluation.gaps, now.snapshot))
        guard former.allSatisfy(ScopeGaps.isOne), let gaps else { throw WholeReason.findings }
        return gaps + now.evaluation.diagnostics.filter(isOfException)
    }

    /// Whoever a test names by login is among the people of the part; whom its condition fits may be
    /// somebody else, for whom it passed.
    private var tested: [Diagnostic] {
        zip(now.tests, before.tests).enumerated().compactMap { position, test in
            let (now, before) = test
            let meant = part.totals[.tested, String(position)] - before.meant + now.meant
            return now.isAboutNobody && meant > 0 ? nil : now.diagnostic
        }
    }

    private var withoutManager: Diagnostic? {
        let sums =
            part.totals - Totals(peopleOf: before.snapshot) + Totals(peopleOf: now.snapshot)
        return Diagnostic.withoutManager(
            sums[.unmanaged], of: sums[.people], managed: sums[.managed])
    }

    /// Those of the correlation, code by code.
    private func correlated() throws -> [Diagnostic] {
        let former = part.findings.filter { $0.code.hasPrefix("correlation.") }
        let before = before.snapshot.diagnostics
        let now = now.snapshot.diagnostics
        let codes = Set((former + before + now).map(\.code)).subtracting([
            Diagnostic.withoutManagerCode
        ])
        return try codes.sorted().flatMap { code in
            let own = { (findings: [Diagnostic]) in findings.filter { $0.code == code } }
            return code == Self.cycle
                ? try unchanged(own(former))
                : try exchanged(code, own(former), own(before), own(now))
        }
    }

    private func exchanged(
        _ code: String, _ former: [Diagnostic], _ before: [Diagnostic], _ now: [Diagnostic]
    ) throws -> [Diagnostic] {
        let own = { (findings: [Diagnostic]) in
            findings.filter { $0.place.map(part.places.contains) ?? true }
        }
        let found = Correlation.findings(code, in: former, exchanging: own(before), for: own(now))
        guard let found else { throw WholeReason.findings }
        return found
    }

    /// Cycles have numbers, and are the same ones.
    private func unchanged(_ cycles: [Diagnostic]) throws -> [Diagnostic] {
        let isConcerned = (before.cycles + now.cycles).joined().contains {
            part.groups.contains($0)
        }
        if isConcerned { throw WholeReason.loop }
        return cycles
    }

    private static let cycle = "correlation.group-cycle"
}

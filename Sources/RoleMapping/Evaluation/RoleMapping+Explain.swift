import Diagnostics
import Directory
import Entitlements
import SCIMFilter

extension RoleMapping {
    /// Every rule that grants the role, and every exception that grants it to this person, with what
    /// each made of the person.
    /// - Parameter moment: decides which exceptions are in force.
    /// - Returns: one for each grant of the role. **Shape:** rules by id, then exceptions by id;
    ///   within one in the order of the file.
    /// - Precondition: the person is in the snapshot.
    public func explain(
        person: PersonIndex, in snapshot: DirectorySnapshot, role: RoleID, at moment: Timestamp
    ) -> [RuleExplanation] {
        let bound = BoundMapping(self, snapshot)
        let subject = PersonSubject(snapshot: snapshot, person: person)
        let isActive = snapshot.people[Int(person)].isActive
        let fromRules = bound.rules.flatMap { entry in
            let failed = entry.rule.condition.failedParts(for: subject)
            let parts = failed.map(RuleExplanation.FailedPart.init)
            return entry.grants.filter { $0.grant.role == role }.map { grant in
                let scope = grant.scope(for: person)
                let outcome = Self.outcome(of: scope, isActive: isActive)
                return RuleExplanation(
                    entry.rule.reference, entry.rule.title, grant.grant, scope, entry.rule.place,
                    parts.isEmpty ? outcome : .unmatched(parts))
            }
        }
        let fromExceptions = bound.exceptions.filter { $0.people.contains(person) }.flatMap {
            entry in
            entry.grants.filter { $0.grant.role == role }.map { grant in
                let scope = grant.scope(for: person)
                let exception = entry.exception
                return RuleExplanation(
                    exception.reference, exception.reason, grant.grant, scope, exception.place,
                    Self.outcome(of: entry, at: moment)
                        ?? Self.outcome(of: scope, isActive: isActive))
            }
        }
        return fromRules + fromExceptions
    }

    private static func outcome(
        of scope: Result<Scope, BoundGrant.Gap>, isActive: Bool
    ) -> RuleExplanation.Outcome {
        switch scope {
        case .failure(let gap): .noScope(gap.reason)
        case .success: isActive ? .grants : .inactive
        }
    }

    /// nil when nothing about the exception itself stands in the way.
    private static func outcome(
        of entry: BoundMapping.BoundException, at moment: Timestamp
    ) -> RuleExplanation.Outcome? {
        let exception = entry.exception
        guard exception.isInForce(at: moment) else {
            return .notInForce(from: exception.start?.day, until: exception.lastDay)
        }
        return entry.people.count > 1 ? .ambiguousPerson : nil
    }
}

extension RuleExplanation {
    fileprivate init(
        _ reference: RuleReference, _ title: String, _ grant: Grant,
        _ scope: Result<Scope, BoundGrant.Gap>, _ place: Place, _ outcome: Outcome
    ) {
        self.reference = reference
        self.title = title
        (file, line) = place.fileAndLine
        role = grant.role
        template = grant.scope.description
        self.scope = try? scope.get()
        self.outcome = outcome
    }
}

extension RuleExplanation.FailedPart {
    fileprivate init(_ match: FilterMatch) {
        condition = match.description
        attribute = match.attribute.path
        found = match.value
        choice = match.choice?.number
        alternative = match.choice?.alternative
    }
}

extension Place {
    /// What a mapping revision keeps of the place of a rule.
    var fileAndLine: (file: String, line: Int) {
        guard case .file(let path, let line, _) = self else { return ("", 1) }
        return (path, line ?? 1)
    }
}

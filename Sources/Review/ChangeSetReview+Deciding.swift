import Directory
import Entitlements
import RoleMapping

extension ChangeSetReview {
    /// What somebody decides about.
    public enum Selection: Sendable, Hashable {
        /// These changes, each by its whole id or at least its first four digits.
        case named([String])
        /// Whatever is theirs to decide and undecided. An approval leaves out what must be named.
        case everything
        /// The same of these changes.
        case everythingOf(Set<ChangeID>)
    }

    /// What a reviewer's word comes to.
    public struct Verdicts: Sendable, Hashable {
        /// To be recorded, in the order of the changes.
        public let decisions: [Decision]
        /// Undecided changes that ``Selection/everything`` left out because an approval must name
        /// them. **Shape:** in the order of the changes.
        public let mustBeNamed: [ChangeID]
        /// How many further undecided changes are not the reviewer's to decide.
        public let others: Int
    }

    /// Makes decisions out of a reviewer's word.
    /// - Throws: ``ReviewError``: nothing is decided when anything that was named may not be.
    public func decide(
        _ verdict: Decision.Verdict, _ selection: Selection, by reviewer: PersonID,
        after decisions: [Decision], at time: Timestamp, note: String? = nil
    ) throws(ReviewError) -> Verdicts {
        let person = try known(reviewer, verdict)
        let positions: [Int]
        var named: [ChangeID] = []
        var others = 0
        switch selection {
        case .named(let texts): positions = try self.positions(of: texts, verdict)
        case .everything, .everythingOf:
            let open = openPositions(for: person, verdict, after: decisions).filter {
                selection.includes(changeSet.items[$0].id)
            }
            let own = open.filter { authority(of: person, at: $0) != nil }
            others = open.count - own.count
            let isLeftOut = { verdict == .approve && requirements[$0].mustBeNamed }
            named = own.filter(isLeftOut).map { changeSet.items[$0].id }
            positions = own.filter { !isLeftOut($0) }
            guard !own.isEmpty else {
                throw ReviewError(
                    open.lazy.compactMap { obstacle(to: person, at: $0) }.first ?? .nothingToDecide,
                    while: verdict, reviewer: person.userName)
            }
        }
        var made: [Decision] = []
        for position in positions {
            made.append(
                Decision(
                    change: changeSet.items[position].id, verdict: verdict,
                    reviewer: .person(person.id, userName: person.userName),
                    authority: try allowed(person, verdict, at: position), time: time, note: note))
        }
        return Verdicts(decisions: made, mustBeNamed: named, others: others)
    }

    private func known(
        _ reviewer: PersonID, _ verdict: Decision.Verdict
    ) throws(ReviewError) -> Person {
        guard let position = coverage.snapshot.index(of: reviewer) else {
            throw ReviewError(.unknownReviewer, while: verdict, reviewer: reviewer.rawValue)
        }
        let person = coverage.snapshot.people[Int(position)]
        guard person.isActive else {
            throw ReviewError(.inactiveReviewer, while: verdict, reviewer: person.userName)
        }
        return person
    }

    /// Changes on which enough people have not spoken yet, nor the reviewer to the same effect;
    /// what is held is open.
    private func openPositions(
        for reviewer: Person, _ verdict: Decision.Verdict, after decisions: [Decision]
    ) -> [Int] {
        let said = decisions.reduce(into: [ChangeID: Decision.Verdict]()) { said, decision in
            if case .person(reviewer.id, userName: _) = decision.reviewer {
                said[decision.change] = decision.verdict
            }
        }
        return states(after: decisions).enumerated().filter { position, review in
            (review.state == .pending || review.state == .held)
                && said[changeSet.items[position].id] != verdict
        }.map(\.offset)
    }

    private func authority(of person: Person, at position: Int) -> String? {
        coverage.authority(
            of: person.id, for: changeSet.items[position].change,
            under: requirements[position].overriding)
    }

    /// What alone keeps the right from the reviewer: a label of which nobody has decided yet, or another
    /// group of the same name; nil when there is more.
    private func obstacle(to person: Person, at position: Int) -> ReviewError.Code? {
        let (change, requirement) = (
            changeSet.items[position].change, requirements[position].overriding
        )
        let believing = coverage.believingLabels
        if believing.authority(of: person.id, for: change, under: requirement) != nil {
            return .unsettledLabel
        }
        return coverage.isOutvoted(person.id, on: change, under: requirement) ? .sharedName : nil
    }

    private func allowed(
        _ person: Person, _ verdict: Decision.Verdict, at position: Int
    ) throws(ReviewError) -> String {
        let item = changeSet.items[position]
        if person.id == item.change.entitlement.person {
            throw ReviewError(
                .ownAccess, while: verdict, change: item.id.description, reviewer: person.userName)
        }
        guard let authority = authority(of: person, at: position) else {
            throw ReviewError(
                obstacle(to: person, at: position) ?? .notAnApprover,
                while: verdict, change: item.id.description,
                approvers: requirements[position].overriding.approverTitles(
                    owner: coverage.owner(of: item.change)),
                reviewer: person.userName)
        }
        return authority
    }
}

extension ChangeSetReview {
    /// - Throws: ``ReviewError/Code/unknownChange``, ``ReviewError/Code/ambiguousChange``
    private func positions(
        of texts: [String], _ verdict: Decision.Verdict
    ) throws(ReviewError) -> [Int] {
        var found: Set<Int> = []
        for text in texts {
            let matches = positions(beginningWith: text)
            guard let first = matches.first else {
                throw ReviewError(.unknownChange, while: verdict, change: text)
            }
            guard matches.count == 1 else {
                throw ReviewError(.ambiguousChange, while: verdict, change: text)
            }
            found.insert(first)
        }
        return found.sorted()
    }

    private func positions(beginningWith text: String) -> [Int] {
        if let whole = Digest(text) {
            return changeSet.items.indices.filter { changeSet.items[$0].id.digest == whole }
        }
        let digits = text.lowercased()
        return digits.utf8.count < 4
            ? []
            : changeSet.items.indices.filter {
                changeSet.items[$0].id.digest.description.hasPrefix(digits)
            }
    }
}

extension Requirement {
    /// What an automatic lane approves may still be rejected or held by the people who would decide
    /// if there were no such lane.
    var overriding: Requirement {
        guard isAutomatic else { return self }
        return Requirement(
            lane: lane, isAutomatic: false, approvals: 1, approvers: [.roleOwner, .manager])
    }

    /// `the owner of the role (group "insights-owners") or the manager`: names no person.
    func approverTitles(owner: Principal?) -> String {
        approvers.map { approver in
            switch approver {
            case .manager: "the manager"
            case .roleOwner: "the owner of the role\(owner.map { " (\($0.title))" } ?? "")"
            case .principal(let principal): principal.title
            }
        }.joined(separator: " or ")
    }
}

extension Principal {
    fileprivate var title: String {
        switch self {
        case .person: "a named person"
        case .group(let name): "group \"\(name)\""
        }
    }
}

extension ChangeSetReview.Selection {
    fileprivate func includes(_ change: ChangeID) -> Bool {
        if case .everythingOf(let changes) = self { return changes.contains(change) }
        return true
    }
}

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
        public internal(set) var decisions: [Decision] = []
        /// Changes that were named, of which the reviewer had said just that.
        public internal(set) var repeated: [ChangeID] = []
        /// Undecided changes that ``Selection/everything`` left out because an approval must name
        /// them. **Shape:** in the order of the changes.
        public internal(set) var mustBeNamed: [ChangeID] = []
        /// Changes that an approval of ``Selection/everything`` left out because the reviewer holds
        /// them. **Shape:** in the order of the changes.
        public internal(set) var leftHeld: [ChangeID] = []
        /// How many further undecided changes are not the reviewer's to decide.
        public internal(set) var others = 0
    }

    /// Makes decisions out of a reviewer's word.
    /// - Throws: ``ReviewError``: nothing is decided when anything that was named may not be.
    public func decide(
        _ verdict: Decision.Verdict, _ selection: Selection, by reviewer: PersonID,
        after decisions: [Decision], at time: Timestamp, note: String? = nil
    ) throws(ReviewError) -> Verdicts {
        let person = try known(reviewer, verdict)
        let said = Said(decisions, for: reviewer)
        var verdicts = Verdicts()
        let positions: [Int]
        if case .named(let texts) = selection {
            positions = try self.positions(of: texts, verdict)
        } else {
            positions = try openPositions(
                selection, for: person, verdict, said, states(after: decisions), &verdicts)
        }
        for position in positions {
            let id = changeSet.items[position].id
            let decision = Decision(
                change: id, verdict: verdict,
                reviewer: .person(person.id, userName: person.userName),
                authority: try allowed(person, verdict, at: position), time: time, note: note)
            if said.own[id]?.says(decision) == true {
                verdicts.repeated.append(id)
            } else if verdict == .approve, said.rejectedByOthers.contains(id) {
                throw ReviewError(.rejected, while: verdict, change: id.description)
            } else {
                verdicts.decisions.append(decision)
            }
        }
        return verdicts
    }

    /// Whatever is the reviewer's to decide, what an approval leaves out apart. What is held is open;
    /// that of which enough people have spoken, or the reviewer to the same effect, is not.
    private func openPositions(
        _ selection: Selection, for person: Person, _ verdict: Decision.Verdict, _ said: Said,
        _ states: [ReviewState], _ verdicts: inout Verdicts
    ) throws(ReviewError) -> [Int] {
        let selected = changeSet.items.indices.filter {
            selection.includes(changeSet.items[$0].id)
        }
        let open = selected.filter {
            (states[$0].state == .pending || states[$0].state == .held)
                && said.own[changeSet.items[$0].id]?.verdict != verdict
        }
        let own = open.filter { authority(of: person, at: $0) != nil }
        guard !own.isEmpty else {
            throw ReviewError(
                open.lazy.compactMap { obstacle(to: person, at: $0) }.first
                    ?? settled(selected, for: person, verdict, said, states) ?? .nothingToDecide,
                while: verdict, reviewer: person.userName)
        }
        verdicts.others = open.count - own.count
        guard verdict == .approve else { return own }
        return own.filter { position in
            let id = changeSet.items[position].id
            if selection == .everything, said.own[id]?.verdict == .hold {
                verdicts.leftHeld.append(id)
            } else if requirements[position].mustBeNamed {
                verdicts.mustBeNamed.append(id)
            } else {
                return true
            }
            return false
        }
    }

    /// Why there is nothing left to say of what would be the reviewer's to decide.
    private func settled(
        _ selected: [Int], for person: Person, _ verdict: Decision.Verdict, _ said: Said,
        _ states: [ReviewState]
    ) -> ReviewError.Code? {
        if selected.contains(where: { said.own[changeSet.items[$0].id]?.verdict == verdict }) {
            return .alreadyDecided
        }
        let isRejected = selected.contains {
            states[$0].state == .rejected && authority(of: person, at: $0) != nil
        }
        return verdict == .approve && isRejected ? .rejected : nil
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

/// What stands of what was said of a change set, as one reviewer sees it.
private struct Said {
    /// The reviewer's last word on each change.
    private(set) var own: [ChangeID: Decision] = [:]
    /// What the last word of somebody else rejects.
    private(set) var rejectedByOthers: Set<ChangeID> = []

    init(_ decisions: [Decision], for reviewer: PersonID) {
        for decision in decisions.standing {
            if case .person(reviewer, userName: _) = decision.reviewer {
                own[decision.change] = decision
            } else if decision.verdict == .reject {
                rejectedByOthers.insert(decision.change)
            }
        }
    }
}

extension Decision {
    /// Whether the other one, of the same person on the same change, says nothing else.
    fileprivate func says(_ other: Decision) -> Bool {
        verdict == other.verdict && authority == other.authority
            && (other.note == nil || other.note == note)
    }
}

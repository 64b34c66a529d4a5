import Directory

/// What a person, or a written policy, says of a change.
public struct Decision: Sendable, Hashable {
    /// What is to become of the change.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case approve, reject, hold
    }

    /// Who decided.
    public enum Reviewer: Sendable, Hashable {
        /// A person, with the login they had then.
        case person(PersonID, userName: String)
        /// A lane of the mapping files that decides automatically, by name.
        case policy(lane: String)
    }

    /// The change in the wording that was decided on: another wording has another id.
    public let change: ChangeID
    /// A later one of the same reviewer takes the place of an earlier.
    public let verdict: Verdict
    /// Who decided, whatever became of them since.
    public let reviewer: Reviewer
    /// By what right: `roleOwner`, `manager`, `group:NAME`, `person:NAME`, or `policy`.
    public let authority: String
    public let time: Timestamp
    /// What the reviewer wrote; nil when nothing.
    public let note: String?

    public init(
        change: ChangeID, verdict: Verdict, reviewer: Reviewer, authority: String,
        time: Timestamp, note: String?
    ) {
        self.change = change
        self.verdict = verdict
        self.reviewer = reviewer
        self.authority = authority
        self.time = time
        self.note = note
    }
}

extension Decision {
    /// For the ledger: everything, names included.
    public var json: JSONValue {
        let person: JSONValue, userName: JSONValue, lane: JSONValue
        switch reviewer {
        case .person(let id, let login):
            (person, userName, lane) = (.string(id.rawValue), .string(login), .null)
        case .policy(let name): (person, userName, lane) = (.null, .null, .string(name))
        }
        return [
            "change": .string(change.digest.description), "verdict": .string(verdict.rawValue),
            "reviewer": ["person": person, "userName": userName, "lane": lane],
            "authority": .string(authority), "time": .string(time.description),
            "note": .optional(note),
        ]
    }
}

/// What has become of one change of a change set.
public enum ChangeState: String, Sendable, Hashable, CaseIterable {
    /// Not enough approvals yet.
    case pending
    /// Enough approvals; waits for being applied.
    case approved
    case rejected
    /// Somebody wants to look closer, or a guard requires that the change be named to be approved.
    case held
    case applied
    /// Its preconditions no longer held when it was to be applied.
    case stale
}

import Entitlements

/// A decision that somebody may not make.
public struct ReviewError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The change set has no such change.
        case unknownChange = "unknown-change"
        /// Several changes begin with the digits.
        case ambiguousChange = "ambiguous-change"
        /// The directory does not know the reviewer.
        case unknownReviewer = "unknown-reviewer"
        /// The directory shows the reviewer as inactive.
        case inactiveReviewer = "inactive-reviewer"
        /// The change is about the reviewer's own access.
        case ownAccess = "own-access"
        /// The reviewer is none of the approvers.
        case notAnApprover = "not-an-approver"
        /// The reviewer's right would come through a login or group name that was somebody else's.
        case unsettledLabel = "unsettled-label"
        /// The reviewer's right would come through a name that several groups have, and they are not in
        /// each of them.
        case sharedName = "shared-name"
        /// Nothing of the set is the reviewer's to decide.
        case nothingToDecide = "nothing-to-decide"
        /// The reviewer has said so of everything that is theirs to decide.
        case alreadyDecided = "already-decided"
        /// An approval of what somebody has rejected.
        case rejected
        /// No change of the set is about the person and role that were asked for.
        case noneSelected = "none-selected"
    }

    /// The same for every reviewer.
    public let code: Code
    public let verdict: Decision.Verdict
    /// The change concerned, in 12 digits or as it was typed; nil when it is about the whole set.
    public let change: String?
    /// Who may decide it, for anybody to read: groups by name, people not. **Shape:** `the owner of
    /// the role (group "insights-owners") or the manager`; nil when that is beside the point.
    public let approvers: String?
    /// What there is instead, for anybody to read; nil when that is beside the point.
    public let choices: String?
    /// The reviewer's login or id: private.
    public let reviewer: String?

    public init(
        _ code: Code, while verdict: Decision.Verdict, change: String? = nil,
        approvers: String? = nil, choices: String? = nil, reviewer: String? = nil
    ) {
        self.code = code
        self.verdict = verdict
        self.change = change
        self.approvers = approvers
        self.choices = choices
        self.reviewer = reviewer
    }

    /// For metrics.
    public var label: String { code.rawValue }
}

extension ReviewError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One safe sentence: what was refused, what to do, and who may.
    public var description: String {
        let head = "cannot \(verdict.rawValue)\(change.map { " \($0)" } ?? "")"
        return [choices, approvers.map { "\($0) may" }].compactMap(\.self)
            .reduce("\(head): \(reason)") { "\($0); \($1)" }
    }

    /// The same with the reviewer.
    public var debugDescription: String {
        reviewer.map { "\(description) [\(label), reviewer \($0)]" } ?? "\(description) [\(label)]"
    }

    private var reason: String {
        switch code {
        case .unknownChange: "the change set has no such change; see `rollcall changes show`"
        case .ambiguousChange: "several changes begin with these digits; give more of them"
        case .unknownReviewer:
            "the directory does not know the reviewer; give the login as the directory has it"
        case .inactiveReviewer:
            "the directory shows the reviewer as inactive; let somebody decide who is active"
        case .ownAccess: "nobody decides about their own access; let somebody else decide"
        case .notAnApprover: "the reviewer is not among those who may decide it"
        case .unsettledLabel:
            "the right to decide it comes through a login or group name that was somebody else's, "
                + "until others have decided this change set or the mapping files name another owner"
        case .sharedName:
            "the right to decide it comes through a name that several groups have, and the reviewer is "
                + "not in each of them; give the others another name"
        case .nothingToDecide:
            "nothing in the change set is the reviewer's to decide; `rollcall changes show` says whose"
        case .alreadyDecided:
            "the reviewer has said so already of all that is theirs to decide; `rollcall changes show` "
                + "says whose word is missing"
        case .rejected: "it is rejected, which one word is enough for; \(ReviewError.wayBack)"
        case .noneSelected: "no change of the set is about what was asked for"
        }
    }
}

extension ReviewError {
    /// What has a rejected change proposed again.
    public static let wayBack =
        "whoever rejected it takes that back by approving it with --change, and another wording of its "
        + "rule or exception, or other facts, have it proposed anew"
}

import Directory
import Entitlements

/// Sentences that several renderings share.
extension Decision {
    /// `approved by grace (roleOwner) on 2026-11-22 09:00:00 UTC: looks right`.
    var sentence: String {
        "\(verdict.past) by \(who) (\(authority)) on \(time.readable)"
            + (note.map { ": \($0)" } ?? "")
    }

    /// The login, or the lane of the policy.
    var who: String {
        switch reviewer {
        case .person(_, let userName): userName
        case .policy(let lane): "policy \(lane)"
        }
    }
}

extension Decision.Verdict {
    /// What the reviewer did: `approved`.
    var past: String {
        switch self {
        case .approve: "approved"
        case .reject: "rejected"
        case .hold: "held"
        }
    }
}

extension ReportedChange {
    /// Whether somebody could still approve it.
    public var awaitsApproval: Bool {
        (state == .pending || state == .held) && !(requirement?.isMet ?? true)
    }

    /// `pending: 1 of 2 approvals; may approve: group:platform-owners`, or the state alone once it is
    /// decided.
    var standing: String {
        guard let requirement, state == .approved || awaitsApproval else { return state.rawValue }
        return "\(state.rawValue): \(requirement.sentence)"
    }
}

extension ReviewRequirement {
    /// `1 of 2 approvals; may approve: group:platform-owners`.
    public var sentence: String {
        if needed == 0 { return "decided automatically" }
        let count = "\(given) of \(needed.counted("approval"))"
        return isMet || approvers.isEmpty
            ? count : "\(count); may approve: \(approvers.joined(separator: ", "))"
    }
}

extension ExplainedDerivation {
    /// The ways from the person to what matched, each on one line: `eu-team → builder-relations`, or
    /// the reporting line `lee → kim`.
    var paths: [String] {
        derivation.evidence.flatMap { evidence in
            evidence.paths.map { $0.map(\.display).joined(separator: " → ") }
                + (evidence.line.isEmpty
                    ? []
                    : ["reports to " + evidence.managers.joined(separator: " → ")])
        }
    }

    /// `builder.yaml:12`.
    var place: String { "\(file):\(line)" }
}

extension Evidence {
    /// The logins of ``line``, with a sign where managers were left out.
    var managers: [String] {
        var logins = line.map(\.userName)
        if morePaths, !logins.isEmpty { logins.insert("…", at: logins.count - 1) }
        return logins
    }

    /// What the directory said: `department = "Builder Relations" (corp: departmentNumber)`.
    var finding: String {
        let said = value.map { "\(attribute) is “\($0)”" } ?? "\(attribute) has no such value"
        guard let source else { return said }
        return "\(said) (\(source)\(sourceAttribute.map { ": \($0)" } ?? ""))"
    }
}

extension ChangeReason.Cause {
    /// A few words for people.
    var words: String {
        switch self {
        case .joined: "joined"
        case .matched: "now matches"
        case .unmatched: "no longer matches"
        case .mapping: "mapping changed"
        case .exception: "exception"
        case .reactivated: "active again"
        case .inactive: "inactive"
        case .departed: "departed"
        }
    }
}

extension ReadingQuery.Exclusion.Reason {
    /// A few words for people.
    var words: String {
        switch self {
        case .neitherPersonNorGroup: "neither a person nor a group"
        case .outsideBase: "outside the configured base"
        case .noObjectClass: "without objectClass"
        case .noObjectCategory: "without objectCategory"
        case .invalidDN: "with a DN that cannot be read"
        case .noAnchor: "without the anchor attribute"
        case .severalAnchors: "with several values of the anchor attribute"
        }
    }
}

extension GuardFinding.Kind {
    /// A few words for people.
    var words: String {
        switch self {
        case .revocations: "Entitlements that would end"
        case .privileged: "People who would lose a privileged role"
        case .reactivations: "People who are active again"
        case .sourceShrinks: "Source smaller than before"
        case .hiddenAttribute: "Attribute that is not seen any more"
        case .lastHolder: "Last holder of a role"
        case .reusedLabel: "Label with a new owner"
        case .conflict: "Roles that conflict"
        }
    }
}

extension ExplainedPerson {
    /// `Ada Lovelace (ada)`.
    var shownName: String {
        displayName == userName ? userName : "\(displayName) (\(userName))"
    }
}

extension SourceFreshness {
    /// `corp complete as of …`, or `okta never read completely`.
    package var sentence: String {
        completeAsOf.map { "\(source) complete as of \($0.readable)" }
            ?? "\(source) never read completely"
    }
}

extension [SourceFreshness] {
    /// `At revision 41; corp complete as of …; okta never read completely`.
    func sentence(at revision: Revision) -> String {
        (["at revision \(revision)"] + map(\.sentence)).joined(separator: "; ")
    }
}

import Diagnostics
import Directory
import Entitlements

/// What can be said of the files together, without a directory.
extension MappingDraft {
    /// Reports what is wrong with the files together: names used twice, and names of nothing.
    mutating func check() {
        checkUniqueness()
        checkRoleNames()
        // What is missing because it could not be read is no second finding.
        guard !findings.contains(where: { $0.severity == .error }) else { return }
        checkUse()
        checkConflicts()
        checkExceptionLengths()
        findings += LaneCheck(lanes: lanes, roles: roles.map(\.role)).findings()
    }

    private mutating func checkUniqueness() {
        var first: [IDKind: [String: Place]] = [:]
        for (kind, id, place) in ids {
            guard let other = first[kind]?[id] else {
                first[kind, default: [:]][id] = place
                continue
            }
            findings.append(
                Diagnostic(
                    .error, "mapping.duplicate-id", "the \(kind.noun) \"\(id)\" is there twice",
                    at: place, hint: "the other one is at \(other)"))
        }
    }

    private mutating func checkRoleNames() {
        let known = Set(ids.lazy.filter { $0.kind == .role }.map(\.id))
        for (role, place) in mentions where !known.contains(role.rawValue) {
            findings.append(
                Diagnostic(
                    .error, "mapping.unknown-role", "no role is called \"\(role)\"", at: place,
                    hint: Suggestion.hint(for: role.rawValue, among: known)
                        ?? "define it under roles"))
        }
    }

    private mutating func checkUse() {
        if roles.isEmpty {
            findings.append(
                Diagnostic(.error, "mapping.no-roles", "the mapping files define no role"))
        }
        let granted = rules.flatMap(\.grants) + exceptions.flatMap(\.grants)
        let used = Set(granted.map(\.role))
        for (role, place) in roles where !used.contains(role.id) {
            findings.append(
                Diagnostic(
                    .warning, "mapping.unused-role",
                    "no rule and no exception grants the role \"\(role.id)\"", at: place))
        }
    }

    /// A rule that grants two roles of a conflict gives them to the same people.
    private mutating func checkConflicts() {
        for rule in rules {
            let granted = Set(rule.grants.map(\.role))
            for (conflict, place) in conflicts where granted.intersection(conflict.roles).count > 1
            {
                findings.append(
                    Diagnostic(
                        .warning, "mapping.rule-in-conflict",
                        "the rule \"\(rule.id)\" grants roles that \"\(conflict.id)\" keeps apart",
                        at: rule.place, hint: "the conflict is at \(place)"))
            }
        }
    }

    private mutating func checkExceptionLengths() {
        let year: Int64 = 366 * 86_400
        for exception in exceptions {
            guard let start = exception.start,
                exception.end.secondsSinceEpoch - start.secondsSinceEpoch > year
            else { continue }
            findings.append(
                Diagnostic(
                    .warning, "mapping.long-exception",
                    "the exception \"\(exception.id)\" lasts more than a year", at: exception.place,
                    hint: "write a rule for what is meant to stay"))
        }
    }
}

extension MappingDraft.IDKind {
    fileprivate var noun: String {
        switch self {
        case .rule: "rule or exception"
        case .role, .conflict, .lane: rawValue
        }
    }
}

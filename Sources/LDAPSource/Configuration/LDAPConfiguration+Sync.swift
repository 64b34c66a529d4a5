import Diagnostics
import Directory

extension LDAPConfiguration {
    /// How a directory is asked again. **Shape:** the raw value is the configuration's word.
    public enum Sync: String, Sendable, Hashable, CaseIterable {
        /// As suits most directories: at present for everything. Changes alone have not been asked for
        /// long enough to be anybody's default: changed access rules, groups that a server makes up and
        /// people below an entry that moved are seen only by the whole reading at the interval. Who
        /// accepts that asks for it by name.
        case auto
        /// For everything, each time.
        case full
        /// For what has changed.
        /// - SeeAlso: RFC 4533
        case syncrepl
    }

    /// Why changes alone would not tell everything, whatever the server can do; nil when they would.
    var obstacleToSync: (message: String, hint: String)? {
        if schema.inactivity.contains(where: \.dependsOnTime) {
            return (
                "accounts come to their end by time, and their entries show no change then",
                "use `sync: full`"
            )
        }
        if schema.primaryGroup != nil {
            return (
                "a primary group stands in the person's entry, and the group shows no change",
                "use `sync: full`"
            )
        }
        if schema.anchor.lowercased() != "entryuuid" {
            return (
                "changes name entries by entryUUID, and the anchor is another attribute",
                "use `anchor: entryUUID`, or `sync: full`"
            )
        }
        let names = ReadingSubject.allCases.flatMap { schema.requestedAttributes(for: $0) }
        let filters = [people.filter, groups.filter].compactMap(\.self)
        let silent = Self.changedInSilence.first { silent in
            names.contains { $0.lowercased() == silent.lowercased() }
                || filters.contains { $0.attributes.contains(silent.lowercased()) }
        }
        return silent.map { silent in
            (
                "\(silent) is read or filtered by, and servers change it without showing a change",
                "read it from where it is kept (members from groups), or use `sync: full`"
            )
        }
    }

    /// What servers set, or make up for each answer, while the entry stays as old as it was: lists of
    /// groups, and locks by a password policy, a role or a class of service.
    private static let changedInSilence = ["memberOf", "pwdAccountLockedTime", "nsAccountLock"]

    /// What a cookie stands for: the questions and what is made of their answers, whichever server
    /// is asked.
    var content: String {
        let searches = ReadingSubject.allCases.map { subject in
            let search = SearchRequest(subject, of: self)
            return "\(search)?\(search.attributes.joined(separator: ","))"
        }
        let attributes = schema.attributes.map { "\($0.key.path)=\($0.value)" }.sorted()
        let rules = schema.inactivity.map { "\($0)" }
        let members = schema.members.map { "\($0.name)=\($0.syntax)" }
        return
            (searches + attributes + [schema.anchor, schema.manager ?? "", schema.groupDisplay]
            + schema.personClasses + schema.groupClasses + rules + members)
            .joined(separator: "\n")
    }
}

extension InactivityRule {
    /// Whether an account comes to it by time alone, while its entry stays as it is.
    fileprivate var dependsOnTime: Bool {
        if case .reached = self { true } else { false }
    }
}

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
        /// For what has changed, in Active Directory.
        /// - SeeAlso: MS-ADTS §3.1.1.3.4.1.3
        case dirsync
        /// For what was changed since; the deleted are found when everything is read.
        case modifyTimestamp
    }

    /// What finds the people (or groups).
    func filter(for subject: ReadingSubject) -> LDAPFilter {
        (subject == .people ? people : groups).filter ?? schema.filter(for: subject)
    }

    /// Why changes alone would not tell everything, whatever the server can do; nil when they would.
    func obstacle(to sync: Sync) -> (message: String, hint: String)? {
        switch sync {
        case .auto, .full: nil
        case .syncrepl:
            obstacleOutsideDomains ?? anchorObstacle("entryUUID")
                ?? silentObstacle(besides: [], Self.changedInSilence)
        case .dirsync:
            anchorObstacle("objectGUID")
                ?? silentObstacle(
                    besides: [], Self.changedInSilence + Self.changedInSilenceInDomains)
        case .modifyTimestamp:
            obstacleOutsideDomains
                // Who is locked is asked each time.
                ?? silentObstacle(besides: schema.inactivity, Self.changedInSilence)
        }
    }

    private var obstacleOutsideDomains: (message: String, hint: String)? {
        if schema.inactivity.contains(where: \.dependsOnTime) {
            return (
                "accounts come to their end by time, and their entries show no change then",
                "use `sync: full`, or `sync: dirsync` where the server is Active Directory"
            )
        }
        if schema.primaryGroup != nil {
            return (
                "a primary group stands in the person's entry, and the group shows no change",
                "use `sync: full`, or `sync: dirsync` where the server is Active Directory"
            )
        }
        return nil
    }

    private func anchorObstacle(_ anchor: String) -> (message: String, hint: String)? {
        if schema.anchor.lowercased() == anchor.lowercased() { return nil }
        return (
            "changes name entries by \(anchor), and the anchor is another attribute",
            "use `anchor: \(anchor)`, or `sync: full`"
        )
    }

    private func silentObstacle(
        besides rules: [InactivityRule], _ silent: [String]
    ) -> (message: String, hint: String)? {
        var schema = schema
        schema.inactivity.removeAll(where: rules.contains)
        let read = ReadingSubject.allCases.flatMap { schema.requestedAttributes(for: $0) }
        let looked = ReadingSubject.allCases.reduce(into: Set(read.map { $0.lowercased() })) {
            $0.formUnion(filter(for: $1).attributes)
        }
        return silent.first { looked.contains($0.lowercased()) }.map {
            (
                "\($0) is read or filtered by, and servers change it without showing a change",
                "read it from where it is kept (members from groups), or use `sync: full`"
            )
        }
    }

    /// Whether servers change the attribute and show no change.
    static func isSilent(_ attribute: String) -> Bool {
        changedInSilence.contains { $0.lowercased() == attribute.lowercased() }
    }

    /// What servers set, or make up for each answer, while the entry stays as old as it was: lists of
    /// groups, and locks by a password policy, a role or a class of service.
    private static let changedInSilence = ["memberOf", "pwdAccountLockedTime", "nsAccountLock"]

    /// What Active Directory makes up for each answer, or each controller keeps for itself.
    private static let changedInSilenceInDomains = [
        "badPasswordTime", "badPwdCount", "canonicalName", "createTimestamp", "directReports",
        "distinguishedName", "lastLogoff", "lastLogon", "logonCount", "managedObjects",
        "modifyTimestamp", "msDS-parentdistname", "msDS-PrincipalName", "msDS-ResultantPSO",
        "msDS-User-Account-Control-Computed", "msDS-UserPasswordExpiryTimeComputed",
        "primaryGroupToken", "structuralObjectClass", "tokenGroups", "uSNChanged", "whenChanged",
    ]

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

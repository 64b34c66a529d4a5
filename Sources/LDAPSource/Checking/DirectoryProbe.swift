import COpenLDAP
import Diagnostics
import Directory

/// One check under way; see ``LDAPSource/check()``.
struct DirectoryProbe {
    private let configuration: LDAPConfiguration
    private let now: Timestamp
    private let limits: Connection.Limits
    private(set) var findings: [Diagnostic] = []

    /// Nothing is asked yet.
    /// - Parameter now: what the server's clock is compared with.
    init(_ configuration: LDAPConfiguration, now: Timestamp) {
        self.configuration = configuration
        self.now = now
        limits = Connection.Limits(configuration.timeouts)
    }

    /// Takes all steps, as far as they can be taken; ``findings`` says what came of them.
    mutating func run() {
        findings = configuration.findings()
        guard findings.isEmpty, let connection = connect() else { return }
        attempt { try $0.compareOffers(of: connection) }
        attempt { try $0.compareDeleted(over: connection) }
        for subject in ReadingSubject.allCases { attempt { try $0.search(subject, connection) } }
    }

    /// Tries every server, as the second is of use only when it works; gives the first that does.
    private mutating func connect() -> Connection? {
        var first: Connection?
        for url in configuration.urls {
            attempt {
                let connection = try Connection.open(url, $0.configuration, limits: $0.limits)
                let way = url.scheme == .ldaps || $0.configuration.tls.mode == .startTLS
                let isProtected = way && url.scheme != .ldapi
                $0.note(
                    "reached",
                    "\(url) answers\(isProtected ? ", its certificate is good" : ""), the bind works"
                )
                if first == nil { first = connection }
            }
        }
        return first
    }

    private mutating func compareOffers(of connection: Connection) throws {
        let offers = try RootDSE(connection)
        if offers.controls.isEmpty || offers.controls.contains(LDAP_CONTROL_PAGEDRESULTS) {
            note("paging", "the server answers in pages")
        } else {
            warn(
                "paging", "the server does not offer paged results",
                "make sure that no size limit applies to the reader")
        }
        compareSchema(with: offers)
        compareSync(with: offers)
        compareClock(with: offers)
        try compareAttributes(with: offers, over: connection)
    }

    private mutating func compareClock(with offers: RootDSE) {
        guard let time = offers.time else { return }
        let seconds = abs(time.secondsSinceEpoch - now.secondsSinceEpoch)
        if seconds > 300 {
            warn(
                "clock", "the server's clock and ours are \(seconds) seconds apart",
                "let both follow a time server; Kerberos and certificates need it")
        } else {
            note("clock", "the server's clock agrees with ours")
        }
    }

    private mutating func compareSchema(with offers: RootDSE) {
        let schema = configuration.schema.name
        if let fitting = offers.fittingSchema, fitting != schema {
            warn(
                "schema", "the server is one of \(fitting), and is read as \(schema)",
                "write `schema: \(fitting)`, or whoever is locked or disabled may count as active")
        } else {
            note("schema", "entries are read as \(schema)")
        }
    }

    /// A name that the server does not know finds nothing, for ever and without a word.
    private mutating func compareAttributes(
        with offers: RootDSE, over connection: Connection
    ) throws {
        let known = try offers.schemaEntry.map { try KnownAttributes(connection, at: $0) }
        guard let known, !known.names.isEmpty else {
            note("attributes", "the server does not tell which attributes it knows")
            return
        }
        let schema = configuration.schema
        let asked = Set(ReadingSubject.allCases.flatMap(schema.requestedAttributes))
        for name in known.missing(of: asked.sorted()) {
            let rules = schema.inactivity.filter { $0.attribute == name }
            let effect =
                rules.isEmpty
                ? ""
                : rules.contains(where: \.isAlwaysThere)
                    ? ": of nobody it is known whether they are active"
                    : ": nobody is inactive by it"
            warn(
                "attributes", "the server knows no attribute \(name)\(effect)",
                Suggestion.hint(for: name, among: known.names)
                    ?? "configure one that it has, or let it load the schema that has this one")
        }
    }

    private mutating func compareSync(with offers: RootDSE) {
        let ways: [(sync: LDAPConfiguration.Sync, control: String, hint: String)] = [
            (.syncrepl, SyncOID.request, "let the server use its overlay syncprov"),
            (.dirsync, LDAP_CONTROL_X_DIRSYNC, "ask a controller of Active Directory"),
        ]
        switch configuration.sync {
        case .full: note("sync", "everything is read each time, as configured")
        case .auto:
            let way = ways.first {
                offers.controls.contains($0.control) && configuration.obstacle(to: $0.sync) == nil
            }
            let offer = way.map { "; `sync: \($0.sync.rawValue)` would ask for changes" } ?? ""
            note("sync", "everything is read each time" + offer)
        case .modifyTimestamp:
            note(
                "sync",
                "after the first time only what was changed since is read; the deleted are found "
                    + "when everything is read")
        case .syncrepl, .dirsync:
            for way in ways where way.sync == configuration.sync {
                if offers.controls.contains(way.control) {
                    note(
                        "sync", "after the first time only changes are read (\(way.sync.rawValue))")
                } else {
                    warn(
                        "sync", "the server does not offer \(way.sync.rawValue)",
                        "\(way.hint), or write `sync: full`")
                }
            }
        }
    }

    /// Says how it is found out who was deleted.
    private mutating func compareDeleted(over connection: Connection) throws {
        guard configuration.sync == .dirsync else { return }
        let domain = try Domain(of: configuration, over: connection)
        if try domain.showsDeleted(of: configuration, over: connection) {
            note("deleted", "changes tell who was deleted")
        } else {
            note(
                "deleted",
                "the reader may not see the deleted: each time it is asked for everybody's anchor")
        }
    }

    private mutating func search(_ subject: ReadingSubject, _ connection: Connection) throws {
        let whole = SearchRequest(subject, of: configuration)
        let anchor = configuration.schema.anchor
        var sample = AnchorSample(anchor: anchor, operation: whole.operation)
        let pages = PagedSearch(
            connection: connection, search: whole.asking(for: [anchor]), bind: configuration.bind,
            mostPages: 2)
        try pages.run(into: &sample)
        let count = "\(sample.entries)\(sample.isWhole ? "" : " or more")"
        switch (sample.entries, sample.anchored) {
        case (0, _):
            warn(
                "nothing-found", "\(whole.operation.rawValue) finds nothing",
                "look at the base, the scope, the filter and what the reader may see")
        case (let entries, let anchored) where anchored < entries:
            findings.append(
                Diagnostic(
                    .error, "ldap.no-anchor",
                    "\(entries - anchored) of \(count) \(subject.rawValue) show no \(anchor)",
                    hint: "let the reader see \(anchor), or configure another anchor"))
        default: note("searched", "\(whole.operation.rawValue) finds \(count), each with \(anchor)")
        }
        if sample.hasReferences {
            findings.append(LDAPError(.referral, whole.operation).finding)
        }
    }
}

extension DirectoryProbe {
    /// Trouble becomes a finding; the next step is tried all the same.
    private mutating func attempt(_ step: (inout DirectoryProbe) throws -> Void) {
        do {
            try step(&self)
        } catch let error as LDAPError {
            findings.append(error.finding)
        } catch {
            // Cancelled: the findings so far are what there is.
        }
    }

    private mutating func note(_ code: String, _ message: String) {
        findings.append(Diagnostic(.note, "ldap.\(code)", message))
    }

    private mutating func warn(_ code: String, _ message: String, _ hint: String) {
        findings.append(Diagnostic(.warning, "ldap.\(code)", message, hint: hint))
    }
}

extension LDAPError {
    fileprivate var finding: Diagnostic {
        Diagnostic(.error, "ldap.\(label)", description, hint: hint)
    }
}

import Diagnostics
import Directory
import Entitlements
import EntitlementStore
import Foundation
import LDAPSource
import LDIFSource
import Reporting
import Review
import RoleMapping
import SCIMSource
import SiteConfiguration

/// What the doctor looks at.
enum Checkup {
    struct Finding {
        enum Mark: String { case good = "ok", odd = "note", bad = "FAIL" }

        /// Decides the exit code: one `FAIL` is enough.
        let mark: Mark
        let subject: String
        let sentence: String
        let hint: String?

        init(_ mark: Mark, _ subject: String, _ sentence: String, hint: String? = nil) {
            self.mark = mark
            self.subject = subject
            self.sentence = sentence
            self.hint = hint
        }

        init(_ diagnostic: Diagnostic, _ subject: String) {
            let mark: Mark =
                switch diagnostic.severity {
                case .error: .bad
                case .warning: .odd
                case .note: .good
                }
            self.init(mark, subject, diagnostic.message, hint: diagnostic.hint)
        }

        /// With its hint on a line of its own.
        var lines: [String] {
            let mark = self.mark.rawValue.padding(toLength: 4, withPad: " ", startingAt: 0)
            return ["\(mark)  \(subject): \(sentence)"] + (hint.map { ["      \($0)"] } ?? [])
        }

        /// **Shape:** an element of `checks` in `doctor.schema.json`.
        var json: JSONValue {
            [
                "mark": .string(mark.rawValue), "subject": .string(subject),
                "message": .string(sentence), "hint": .optional(hint),
            ]
        }
    }

    /// Whether the mapping files can be used; what is wrong with them `mappings lint` tells.
    static func mappings(_ session: Session) -> Finding {
        do {
            let mapping = try session.mapping()
            return Finding(
                .good, "mappings",
                "\(mapping.rules.count.counted("rule")), \(mapping.roles.count.counted("role"))")
        } catch {
            return Finding(
                .bad, "mappings", "they cannot be used", hint: "run `rollcall mappings lint`")
        }
    }

    /// Server, store, ledger, clock, owners and lease; only the first of them where there is no store
    /// yet.
    static func store(_ session: Session) -> [Finding] {
        var server: [Finding] = []
        if case .postgreSQL(let address) = session.configuration.store {
            server = address.check().map { Finding($0, "store") }
        }
        return server.contains { $0.mark == .bad } ? server : server + storeItself(session)
    }

    private static func storeItself(_ session: Session) -> [Finding] {
        do {
            let store = try session.store()
            var findings: [Finding] = []
            let moment = try store.moment()
            findings.append(Finding(.good, "store", "revision \(moment.revision)"))
            let verification = try store.verifyLedger()
            findings.append(
                verification.isIntact
                    ? Finding(
                        .good, "ledger",
                        "intact, \(verification.entries.counted("entry", "entries"))")
                    : Finding(
                        .bad, "ledger", "it does not match the store",
                        hint: "run `rollcall ledger verify`, and restore a backup"))
            findings += [try writing(session), try clock(store, session), try lastRun(store)]
                .compactMap(\.self)
            findings += try rejections(in: store)
            let organization = try session.organization(in: store, asOf: .now)
            findings += mappingTests(session, organization)
            findings += try owners(of: store, organization)
            if let lease = try store.currentLease(), lease.expires > session.clock() {
                findings.append(
                    Finding(.odd, "lease", "a run is at work until \(lease.expires.readable)"))
            }
            return findings
        } catch let error as StoreError where error.code == .notFound {
            return [missingStore(session.configuration.store)]
        } catch {
            return [Finding(.bad, "store", "\(error)")]
        }
    }

    private static func missingStore(_ location: StoreLocation) -> Finding {
        let none = Finding(.odd, "store", "there is none yet; the first run makes it")
        guard case .sqlite(let path) = location else { return none }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return FileManager.default.isWritableFile(atPath: folder)
            ? none
            : Finding(
                .bad, "store", "there is none, and its folder is missing or may not be written",
                hint: "make \(folder), or give another path")
    }

    /// Who may decide here: only `local` is there yet.
    static func identity(_ session: Session) -> Finding? {
        guard session.configuration.identity != .local else { return nil }
        return Finding(
            .odd, "review", "nobody can approve anything on this command line",
            hint: "write review: {identity: local} where `--as` may be believed")
    }

    /// What would keep a run from proposing anything: tests of the mappings that fail.
    private static func mappingTests(
        _ session: Session, _ organization: DirectorySnapshot
    ) -> [Finding] {
        guard let mapping = try? session.mapping() else { return [] }
        return mapping.runTests(organization, at: session.clock())
            .filter { $0.outcome == .failed }.map { result in
                Finding(
                    .bad, "mappings", "the test \"\(result.name)\" fails: \(result.summary)",
                    hint: "run `rollcall mappings test`")
            }
    }

    /// Whether somebody can decide as the owner of each role.
    private static func owners(
        of store: EntitlementStore, _ organization: DirectorySnapshot
    ) throws -> [Finding] {
        let coverage = ApproverCoverage(
            roles: try store.roles(), snapshot: organization,
            unsettled: try store.unsettledLabels())
        return coverage.ownersInDoubt.map { Finding($0, "owners") }
    }

    /// nil unless it is behind the record.
    private static func clock(_ store: EntitlementStore, _ session: Session) throws -> Finding? {
        let now = session.clock()
        guard let newest = try store.ledger(last: 1).last?.time,
            newest > now.advanced(bySeconds: EntitlementStore.mostDelay)
        else { return nil }
        return Finding(
            .bad, "clock",
            "it is \(now.readable) here, and the newest entry of the ledger is of \(newest.readable)",
            hint:
                "set the clock of this machine; if it is right, restore a backup of before that entry"
        )
    }

    /// nil before the first.
    private static func lastRun(_ store: EntitlementStore) throws -> Finding? {
        guard let last = try store.runs(limit: 1).first else { return nil }
        let hint: String? =
            switch last.verdict {
            case .unchanged, .changes: nil
            case .refused: "run `rollcall mappings test --live`, and mend what fails"
            default: "run `rollcall sync` again, and look at what it says"
            }
        return Finding(
            hint == nil ? .good : .odd, "last run",
            "\(last.end.readable), \(last.verdict.rawValue)", hint: hint)
    }

    /// nil when a run could record what it finds; a run that is at work keeps others out meanwhile.
    private static func writing(_ session: Session) throws -> Finding? {
        do {
            try EntitlementStore.tryWriting(to: session.configuration.store)
            return nil
        } catch  where error.code == .busy {
            return nil
        } catch {
            return Finding(
                .bad, "store", "\(error)", hint: "run as the user, or with the login, that runs use"
            )
        }
    }

    /// What no rule grants any longer, and somebody wants to stay: it must not be forgotten.
    private static func rejections(in store: EntitlementStore) throws -> [Finding] {
        let kept = try store.rejectedRevocations().filter { $0.change.tier != .standard }
        return Dictionary(grouping: kept, by: \.changeSet).sorted { $0.key < $1.key }.map {
            changeSet, changes in
            let roles = Set(changes.map(\.change.entitlement.role.rawValue)).sorted()
            return Finding(
                .odd, "rejected",
                "\(changes.count.counted("entitlement")) of \(roles.joined(separator: ", ")) "
                    + "\(changes.count == 1 ? "stays" : "stay") though nothing grants "
                    + "\(changes.count == 1 ? "it" : "them") now: the revocation was rejected",
                hint: "see `rollcall changes show \(changeSet)`, and `rollcall why` of each")
        }
    }

    /// Whether a run could read the source.
    static func source(_ source: Configuration.Source) async -> [Finding] {
        let subject = "source \(source.id)"
        switch source {
        case .ldif(let ldif):
            guard FileManager.default.isReadableFile(atPath: ldif.path) else {
                return [
                    Finding(.bad, subject, "the file cannot be read", hint: "look at \(ldif.path)")
                ]
            }
            let probes = await LDIFSource(ldif, now: SystemClock.now).check()
            return probes.map { Finding($0, subject) } + inactivity(ldif.schema, subject)
        case .ldap(let ldap):
            let source = LDAPSource(configuration: ldap, clock: SystemClock.now)
            let probes = await source.check()
            return probes.map { Finding($0, subject) } + inactivity(ldap.schema, subject)
                + (source.watch == nil ? [] : [watched(subject)])
        case .scim(let scim):
            let probes = await SCIMSource(configuration: scim, clock: SystemClock.now).check()
            return probes.map { Finding($0, subject) }
        }
    }

    private static func watched(_ subject: String) -> Finding {
        Finding(
            .good, subject,
            "`rollcall worker` watches it: a run follows within seconds of a change")
    }

    /// Where nothing says that somebody has left, they hold for ever what their entry gives them.
    private static func inactivity(_ schema: LDAPSchema, _ subject: String) -> [Finding] {
        guard schema.inactivity.isEmpty else { return [] }
        return [
            Finding(
                .odd, subject, "nobody can be inactive: the schema has no rule for it",
                hint: "write for example inactive: {attribute: employeeType, equals: Terminated}")
        ]
    }
}

import Diagnostics
import Directory
import LDAPSource
import TestSupport
import Testing

/// A directory, and what is known of it from one run to the next.
struct FollowedDirectory {
    let configuration: LDAPConfiguration
    /// What the source takes for the time.
    var now: Timestamp
    /// Whether parts can be had of what is known.
    var inParts = false
    /// Runs that changes were told to, while parts could be had.
    private(set) var partial = 0
    /// What the last run left, as a store keeps it.
    private(set) var known: SourceReading
    /// What the last run read, whether it counts or not.
    private(set) var last: SourceReading

    /// Reads everything, as a first run does.
    init(
        _ configuration: LDAPConfiguration, at now: Timestamp = Timestamp(secondsSinceEpoch: 9)
    ) async throws {
        self.configuration = configuration
        self.now = now
        known = try await configuration.fetch(at: now)
        last = known
    }

    /// With another state, as if that were what the last run left.
    func with(state: String) -> FollowedDirectory {
        var other = self
        other.known = known.stored(state: SyncState(rawValue: state))
        return other
    }

    /// The same directory on another server.
    func moved(to url: String) -> FollowedDirectory {
        var configuration = configuration
        configuration.urls = [LDAPURL(url)].compactMap(\.self)
        return FollowedDirectory(configuration: configuration, now: now, known: known)
    }

    /// The same directory, asked by somebody.
    func asking(as bind: LDAPConfiguration.Bind) -> FollowedDirectory {
        var configuration = configuration
        configuration.bind = bind
        return FollowedDirectory(configuration: configuration, now: now, known: known)
    }

    /// The same directory, whose silence is borne no longer than that.
    func waiting(for time: Duration) -> FollowedDirectory {
        var configuration = configuration
        configuration.timeouts.operation = time
        return FollowedDirectory(configuration: configuration, now: now, known: known)
    }

    private init(configuration: LDAPConfiguration, now: Timestamp, known: SourceReading) {
        self.configuration = configuration
        self.now = now
        self.known = known
        last = known
    }

    /// One run more, which must find out in a certain way.
    mutating func follow(
        _ expected: Step, _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let step = try await follow()
        #expect(step == expected, comment, sourceLocation: sourceLocation)
    }

    /// One run more.
    mutating func follow() async throws -> Step {
        let stored = known.stored(state: known.state)
        let baseline = ReadingBaseline(
            state: try #require(known.state, "there is nothing to follow"),
            wholeAsOf: Self.whole, parts: inParts ? MemoryParts(stored) : nil
        ) { stored }
        let answer = try await source.fetch(since: baseline) { _ in }
        last = try answer.reading(on: baseline)
        guard last.certificate.isComplete else { return .incomplete }
        known = last
        if case .unchanged = answer { return .unchanged }
        if case .changed = answer, inParts { partial += 1 }
        return last.certificate.wholeAsOf == nil ? .whole : .changed
    }

    /// Whether what is known is what a whole reading finds now, to the letter.
    /// - Parameter isLate: whether the server changes entries also after it has answered: it is then
    ///   followed until it has.
    mutating func expectIsTrue(
        isLate: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var configuration = configuration
        configuration.sync = .full
        let end = ContinuousClock.now + .seconds(20)
        var whole = try await configuration.fetch(at: now)
        var difference = ReadingDifference(known, whole)
        while isLate, !difference.isEmpty, .now < end {
            _ = try await follow()
            whole = try await configuration.fetch(at: now)
            difference = ReadingDifference(known, whole)
        }
        #expect(whole.certificate.isComplete, sourceLocation: sourceLocation)
        #expect(difference.isEmpty, "\(difference)", sourceLocation: sourceLocation)
        #expect(known.accounts == whole.accounts, sourceLocation: sourceLocation)
        #expect(known.groups == whole.groups, sourceLocation: sourceLocation)
    }

    private var source: LDAPSource {
        LDAPSource(configuration: configuration) { [now] in now }
    }

    private static let whole = Timestamp(secondsSinceEpoch: 1)

    /// How a run found out.
    enum Step { case unchanged, changed, whole, incomplete }
}

extension SourceReading {
    /// As it comes back from a store: without findings, and without who could not be read.
    fileprivate func stored(state: SyncState?) -> SourceReading {
        SourceReading(
            source: source,
            accounts: accounts.map {
                Account(
                    anchor: $0.anchor, label: $0.label, isActive: $0.isActive,
                    attributes: $0.attributes, manager: $0.manager)
            }, groups: groups, attributeNames: attributeNames, certificate: certificate,
            diagnostics: [], state: state)
    }

    /// Why it was read as a whole, when it should have been read otherwise.
    var doubts: [String] {
        diagnostics.filter { $0.code == "ldap.read-whole" }.map(\.message)
    }
}

extension SlapdOptions {
    /// A provider of content sync, with further overlays.
    static func provider(
        sessionLog: Int? = 1000, _ more: SlapdOptions.Overlay...
    ) -> SlapdOptions {
        var options = SlapdOptions()
        options.overlays = more + [.syncProvider(sessionLog: sessionLog)]
        return options
    }
}

extension SampleDirectory {
    /// A configuration that asks for what has changed.
    static func followed(
        _ url: String, change: (inout LDAPConfiguration) -> Void = { _ in }
    ) -> LDAPConfiguration {
        configuration(url) {
            $0.sync = .syncrepl
            change(&$0)
        }
    }

    /// Change records, as ldapmodify reads them.
    static func rename(_ dn: String, to name: String, below parent: String? = nil) -> String {
        "dn: \(dn)\nchangetype: modrdn\nnewrdn: \(name)\ndeleteoldrdn: 1\n"
            + (parent.map { "newsuperior: \($0)\n" } ?? "") + "\n"
    }

    static func remove(_ dn: String) -> String { "dn: \(dn)\nchangetype: delete\n\n" }

    static func replace(_ attribute: String, of dn: String, with values: String...) -> String {
        "dn: \(dn)\nchangetype: modify\nreplace: \(attribute)\n"
            + values.map { "\(attribute): \($0)\n" }.joined() + "\n"
    }

    /// A person as a server adds one: it names the entry itself.
    static func joiner(_ uid: String, below parent: String = "ou=People,dc=example,dc=org")
        -> String
    {
        """
        dn: uid=\(uid),\(parent)
        objectClass: inetOrgPerson
        uid: \(uid)
        cn: \(uid)
        sn: \(uid)


        """
    }

    static func unit(_ name: String, below parent: String = "ou=People,dc=example,dc=org")
        -> String
    {
        "dn: ou=\(name),\(parent)\nobjectClass: organizationalUnit\nou: \(name)\n\n"
    }

    static func group(_ name: String) -> String { "cn=\(name),ou=Groups,dc=example,dc=org" }
}

import Foundation
import TestSupport

/// A generated organisation on a server, and the programs that read it.
final class BenchmarkSite {
    let people: Int
    let organization: GeneratedOrganization
    let server: SlapdServer
    let folder: TemporaryFolder
    let programs: String
    private let authority: String

    /// How the server is reached.
    enum Transport: String {
        case tcp, tls
    }

    /// Generates the organisation and starts a server that holds it.
    /// - Parameter programs: the folder of the built programs.
    init(people: Int, programs: String) throws {
        self.people = people
        self.programs = programs
        organization = GeneratedOrganization(people: people, groups: people / 50, seed: 1)
        let certificates = try TestCertificates.shared()
        authority = certificates.ca
        var options = SlapdOptions()
        options.tls = .init(ca: certificates.ca, certificate: certificates.server)
        options.overlays = [.syncProvider(sessionLog: 10_000)]
        options.maximumSize = 64 << 30
        folder = try TemporaryFolder("benchmark")
        let entries = folder.url("entries.ldif")
        try organization.writeLDIF(toPath: entries.path)
        server = try SlapdServer(options, ldifPath: entries.path)
        try FileManager.default.removeItem(at: entries)
        try folder.write(options.password, to: "password")
        try folder.write(Self.mapping, to: "people-decide.yaml")
        try folder.write(Self.mapping + Self.policy, to: "policy-decides.yaml")
    }

    func url(_ transport: Transport) -> String {
        transport == .tcp ? server.url : server.tlsURL
    }

    /// One run of the plain C reader.
    /// - Parameter database: where it keeps what it reads, and writes what is different; nil for
    ///   nowhere.
    func read(_ transport: Transport = .tcp, into database: String? = nil) throws -> Measurement {
        try MeasuredProcess(
            program: "\(programs)/PlainLDAPReader",
            arguments: arguments(transport)
                + (database.map { [folder.url("\($0).db").path] } ?? []),
            environment: ["LDAPTLS_CACERT": authority], output: folder.url("read.json").path
        ).run()
    }

    /// Where the directory is, as the plain readers are told.
    func arguments(_ transport: Transport = .tcp) -> [String] {
        [
            url(transport), server.options.administrator, server.options.password,
            GeneratedOrganization.peopleBase, GeneratedOrganization.groupsBase,
        ]
    }

    /// One run of `rollcall sync`.
    /// - Parameters:
    ///   - store: the name of the store; it is made when it is not there.
    ///   - outcome: what the run must report; nil for whatever it is.
    ///   - followsChanges: whether the source is asked for what has changed.
    ///   - policyDecides: whether the changes are applied at once, so that a second sync finds
    ///     nothing to do; otherwise they wait for people, as they do in a first run.
    func sync(
        _ transport: Transport = .tcp, store: String, outcome: String?, policyDecides: Bool = true,
        followsChanges: Bool = false
    ) throws -> Measurement {
        let configuration = try folder.write(
            configuration(
                transport, store, policyDecides, sync: followsChanges ? "syncrepl" : "full"),
            to: "\(store)-\(transport.rawValue).yaml")
        let output = folder.url("sync.json").path
        let measurement = try MeasuredProcess(
            program: "\(programs)/rollcall",
            arguments: [
                "sync", "--config", configuration, "--format", "json", "--log-level", "error",
            ], output: output
        ).run()
        let said = try String(contentsOfFile: output, encoding: .utf8)
        if let outcome, try Outcome(said).run.outcome != outcome {
            throw MeasuredProcess.Failure(
                description: "the sync was not \(outcome): \(said.prefix(2000))")
        }
        return measurement
    }

    /// So that the next sync is a first one.
    func removeStore(_ name: String) {
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(at: folder.url("\(name).db\(suffix)"))
        }
    }

    private struct Outcome: Decodable {
        struct Run: Decodable { let outcome: String }
        let run: Run

        init(_ json: String) throws {
            self = try JSONDecoder().decode(Outcome.self, from: Data(json.utf8))
        }
    }

    private func configuration(
        _ transport: Transport, _ store: String, _ policyDecides: Bool, sync: String
    ) -> String {
        """
        formatVersion: 1
        store: sqlite:\(store).db
        mappings: \(policyDecides ? "policy-decides" : "people-decide").yaml
        sources:
          - id: corp
            type: ldap
            url: \(url(transport))
            bind: {method: simple, dn: "\(server.options.administrator)", password: {file: password}}
            tls: \(transport == .tcp ? "{mode: none}" : "{ca: \"\(authority)\"}")
            schema: inetOrgPerson
            people: {base: "\(GeneratedOrganization.peopleBase)"}
            groups: {base: "\(GeneratedOrganization.groupsBase)"}
            inactive: {attribute: employeeType, equals: Terminated}
            sync: \(sync)
        review: {identity: local}

        """
    }

    /// Ten rules of the usual kinds.
    static let mapping = """
        formatVersion: 1
        roles:
          - {id: viewer, title: Reads, tier: standard, owner: "group:everybody"}
          - {id: editor, title: Writes, tier: standard, owner: "group:everybody"}
          - {id: manager, title: Manages, tier: standard, owner: "group:everybody"}
        rules:
          - id: everybody-reads
            title: Everybody reads
            when: groups.display eq "everybody" and userType ne "Contractor"
            grant: [{role: viewer, scope: organization}]
          - id: department-reads
            title: Builder Relations reads about itself
            when: department eq "Builder Relations"
            grant: [{role: viewer, scope: "department:{department}"}]
          - id: managers-manage
            title: Managers manage
            when: department eq "Builder Relations" and title sw "Manager"
            grant: [{role: manager, scope: "reports:{userName}"}]
          - id: advocates-write
            title: Advocates write
            when: title eq "Builder Advocate" and userType eq "Employee"
            grant: [{role: editor, scope: "department:{department}"}]
          - id: teams-write
            title: Some teams write
            when: groups.display eq "team-13" or groups.display eq "team-14"
            grant: [{role: editor, scope: organization}]
          - id: direct-team
            title: Who is in a team itself writes for it
            when: groups[display eq "team-15" and type eq "direct"]
            grant: [{role: editor, scope: "group:team-15"}]
          - id: quoted-team
            title: A team with quotes in its name
            when: groups.display eq "'quoted' \\"team\\" 52"
            grant: [{role: editor, scope: organization}]
          - id: builders-mail
            title: Who has an address with the builders
            when: emails co "@builders.example.org" and title eq "Engineer"
            grant: [{role: editor, scope: "department:Engineering"}]
          - id: finance
            title: Analysts of Finance
            when: department eq "Finance" and title eq "Analyst"
            grant: [{role: viewer, scope: "department:Finance"}]
          - id: directors
            title: Directors
            when: title eq "Директор" and not (userType eq "Intern")
            grant: [{role: manager, scope: "department:{department}"}]

        """

    /// Lets every change be decided without people.
    static let policy = """
        review:
          lanes:
            - {name: all, match: {}, decide: automatically}

        """
}

import Foundation
import TestSupport

/// What others take for the same directory, for one size of the organisation: each against the plain C
/// reader, or its refresh where it follows changes.
struct PeerRows {
    private let people: Int
    private let options: Options
    private var plain = Series()
    private var refresh = Series()
    private var peers: [(peer: Peer, series: Series)] = Peer.allCases.map { ($0, Series()) }

    private enum Peer: String, CaseIterable {
        case filling = "C with a diff in SQLite, into an empty database"
        case comparing = "C with a diff in SQLite, nothing changed"
        case content = "C with content sync, everything"
        case tool = "ldapsearch, into a file"
        case python = "python-ldap, into dictionaries"
        case initial = "a consumer of OpenLDAP, everything"
        case catchUp = "a consumer of OpenLDAP, 100 entries changed"

        var followsChanges: Bool { self == .catchUp }
    }

    init(people: Int, _ options: Options) {
        self.people = people
        self.options = options
    }

    /// Starts a server with a directory of that size; the programs take turns.
    func measure() throws -> [Finding] {
        var copy = self
        try copy.run()
        return copy.peers.filter { !$0.series.isEmpty }.map { peer, series in
            Finding.time(
                peer.rawValue, people, series,
                against: peer.followsChanges ? copy.refresh : copy.plain)
        }
    }

    private mutating func run() throws {
        Benchmarks.say("\(people) people: generating, loading slapd")
        let site = try BenchmarkSite(people: people, programs: options.programs)
        let pull = try PythonPull(site.folder)
        _ = try site.read()
        _ = try site.refresh()
        for round in 1...options.runs {
            Benchmarks.say("\(people) people, others: round \(round) of \(options.runs)")
            plain.append(try site.read())
            try add(.filling) {
                site.removeStore("diff")
                return try site.read(into: "diff")
            }
            try add(.comparing) { try site.read(into: "diff") }
            try add(.content) { try site.refresh("cookie-\(round)") }
            try add(.tool) { try site.readByTool() }
            if let pull { try add(.python) { try pull.run(site.arguments()) } }
            let consumer = try SlapdConsumer(of: site.server)
            try add(.initial) { try consumer.start() }
            consumer.stop()
            try site.change(100, round: round)
            refresh.append(try site.refresh())
            try add(.catchUp) { try consumer.start() }
        }
    }

    private mutating func add(_ peer: Peer, _ run: () throws -> Measurement) throws {
        guard let index = peers.firstIndex(where: { $0.peer == peer }) else { return }
        peers[index].series.append(try run())
    }
}

extension BenchmarkSite {
    /// One run of OpenLDAP's own program, which writes what it reads as LDIF.
    fileprivate func readByTool() throws -> Measurement {
        try MeasuredProcess(
            program: "/usr/bin/ldapsearch",
            arguments: [
                "-x", "-LLL", "-H", url(.tcp), "-D", server.options.administrator, "-w",
                server.options.password, "-b", GeneratedOrganization.suffix, "-E",
                "pr=1000/noprompt", "(|(objectClass=inetOrgPerson)(objectClass=groupOfNames))",
                "*", "entryUUID",
            ], output: folder.url("search.ldif").path
        ).run()
    }
}

import Foundation
import TestSupport
import Testing

/// The command with its store on a server: the same as in a file.
@Suite(.blocking) struct PostgreSQLStoreTests {
    private let database: TestDatabase

    init() throws { database = try TestDatabase() }

    private func site(store: String) throws -> Site {
        let site = try Site.filed()
        site.store = store
        try site.configure([Site.file()])
        return site
    }

    /// What the commands print, from the first run to what somebody lost.
    private func life(of site: Site) throws -> [String] {
        var texts: [String] = []
        let say = { (arguments: String...) in
            let output = try site.command.run(arguments)
            #expect(output.status == 0, "\(arguments): \(output.error)")
            texts.append(output.out)
        }
        try say("sync", "--dry-run", "--format", "json")
        try say("sync", "--format", "json")
        for format in ["json", "html", "markdown", "csv", "text"] {
            try say("changes", "show", "--format", format)
        }
        try site.approve()
        try site.apply()
        try say("entitlements", "--format", "json")
        try say("why", "ada", "insights-viewer", "--format", "json")
        try site.edit("directory.ldif", replacing: "title: Developer", with: "title: Senior")
        site.command.now = "2026-11-23T09:00:00Z"
        try say("sync", "--dry-run", "--format", "json")
        try say("sync", "--format", "json")
        try say("changes", "list", "--format", "json")
        try say("person", "ada", "--format", "json")
        try say("entitlements", "--as-of", "0", "--format", "json")
        try say("directory", "export", "--format", "json")
        try say("ledger", "export")
        try say("ledger", "verify", "--format", "json")
        return texts
    }

    @Test func `everything that is printed is the same to the byte`() throws {
        let site = try site(store: "sqlite:rollcall.db")
        let file = try life(of: site)
        // In the same folder, whose name is in certificates.
        site.store = database.url
        site.command.now = "2026-11-22T09:00:00Z"
        try site.configure([Site.file()])
        try site.command.write(try Site.fixture("small"), to: "directory.ldif")
        let server = try life(of: site)
        for (position, text) in file.enumerated() {
            let isEqual = text == server[position]
            #expect(isEqual && !text.isEmpty, "output \(position)")
        }
    }

    // P24
    @Test func `a worker that is killed at any moment leaves a store that is whole`() throws {
        var random = SplitMix64(seed: 20_261_124)
        let site = try site(store: database.url)
        for round in 0..<10 {
            let running = try site.command.start(["sync"])
            // What is written of a run is written from then on.
            try running.wait(for: "source read")
            Thread.sleep(forTimeInterval: Double(random.below(150)) / 1000)
            running.process.signal(SIGKILL)
            _ = try running.finish()
            let verified = try site.run("ledger", "verify")
            #expect(
                verified.status == 0, "round \(round): \(verified.out) \(verified.error)")
            // The killed run's lease ends by itself.
            site.command.now = "2026-11-22T\(10 + round):00:00Z"
        }
        site.command.now = "2026-11-23T09:00:00Z"
        try site.settle()
        #expect(try site.entitlements().count == 30)
        #expect(try site.run("ledger", "verify").status == 0)
    }

    @Test func `a password out of a file opens the store, and the doctor says what is wrong`()
        throws
    {
        let user = "login_\(database.name)"
        try database.run("CREATE ROLE \(user) LOGIN PASSWORD 'planted-password'")
        let ca = try TestCertificates.shared().ca
        let site = try site(
            store: "{url: \"\(database.url(user: user))\", password: {file: secret}, ca: \(ca)}")
        try site.command.write("planted-password\n", to: "secret")
        var doctor = try site.run("doctor")
        #expect(doctor.out.contains("there is no store yet, and the login may make none"))
        try database.run("GRANT CREATE ON SCHEMA public TO \(user)")
        doctor = try site.run("doctor")
        #expect(doctor.status == 0 && doctor.out.contains("note  store: there is none yet"))
        try site.sync()
        doctor = try site.run("doctor")
        #expect(doctor.out.contains("ok    store: PostgreSQL 1"), "\(doctor.out)")
        #expect(doctor.out.contains("ok    ledger: intact"), "\(doctor.out)")
        try site.command.write("planted-other", to: "secret")
        doctor = try site.run("doctor")
        #expect(doctor.status == 1 && doctor.out.contains("does not let this login do that"))
        let run = try site.run("sync")
        #expect(run.status == 1 && !run.error.contains("planted") && !run.error.contains(user))
    }

    @Test(arguments: [
        ("postgresql://ada:planted@db.example.org/x", "a password may not be written here"),
        ("postgresql://db.example.org/x?sslmode=require", "must be verified"),
        ("mysql://db.example.org/x", "names no place of a store"),
        ("{url: \"postgresql://localhost/x\", password: planted}", "a secret may not be written"),
    ])
    func `an address that may not be is refused with its line`(
        store: String, sentence: String
    ) throws {
        let output = try site(store: store).run("sync")
        #expect(output.status == 2 && output.error.contains("rollcall.yaml:2"), "\(output.error)")
        #expect(output.error.contains(sentence) && !output.error.contains("planted"))
    }

    @Test func `a store moves to a server with its record, and work goes on there`() throws {
        let site = try site(store: "sqlite:rollcall.db")
        try site.settle()
        let held = try site.entitlements()
        let copied = try site.run(
            "store", "copy", "sqlite:rollcall.db", database.url, "--format", "json")
        #expect(copied.status == 0, "\(copied.error)")
        site.store = database.url
        try site.configure([Site.file()])
        #expect(try site.entitlements() == held)
        let verified = try site.run("ledger", "verify", "--format", "json").json
        #expect(verified.head.string == copied.json.head.string)
        #expect(try site.sync().run.outcome.string == "unchanged")
        let again = try site.run("store", "copy", "sqlite:rollcall.db", database.url)
        #expect(again.status == 1 && again.error.contains("there is a store at that place already"))
        #expect(try site.run("store", "prepare", database.url).status == 0)
    }
}

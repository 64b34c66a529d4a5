import Foundation
import RollcallClient
import TestSupport
import Testing

/// Signed snapshots of a service at work, verified by others and by the client.
@Suite(.blocking) struct SnapshotTests {
    private static let target = "/v1/snapshot"

    private func serve(_ keys: SnapshotKeys) throws -> ServedSite {
        try ServedSite(more: "serve: {requestsPerSecond: 100000, \(keys.configuration)}")
    }

    /// What curl brings, as bytes.
    private func file(_ served: ServedSite, to path: String) throws -> [UInt8] {
        try Tool.run(
            "curl",
            [
                "-sSf", "-H", "Authorization: Bearer \(served.token ?? "")", "-o", path,
                served.url(Self.target),
            ])
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    /// The commands of the page that describes the file.
    private func recipe() throws -> String {
        let page = try String(
            contentsOfFile: Repository.path(
                "Sources/MembershipSnapshot/MembershipSnapshot.docc/MembershipSnapshot.md"),
            encoding: .utf8)
        let parts = page.components(separatedBy: "```sh\n")
        return try #require(parts.last?.components(separatedBy: "```").first)
    }

    @Test func `openssl verifies one by the recipe of the page, and no other`() throws {
        let keys = try SnapshotKeys()
        let served = try serve(keys)
        let folder = try TemporaryFolder("snapshot")
        _ = try file(served, to: folder.url("rollcall.snapshot").path)
        try FileManager.default.copyItem(
            atPath: keys.shared, toPath: folder.url("rollcall-snapshots.pub").path)
        let script = "cd '\(folder.path)' && set -e\n" + (try recipe())
        let said = try Tool.run("sh", ["-c", script])
        #expect(said.contains("Signature Verified Successfully"), "\(said)")
        let lines = try String(contentsOf: folder.url("lines"), encoding: .utf8)
        let header = JSON(text: lines.components(separatedBy: "\n")[0])
        #expect(header.revision.int == 1 && header.formatVersion.int == 1)
        #expect(header.madeAt.string == "2026-11-22T09:00:00Z")
        #expect(header.key.string == (try PublicKey(file: keys.shared)).id)
        #expect(served.said.contains(header.key.string ?? "-"), "its log names the key")

        try folder.write(
            lines.replacingOccurrences(of: "\"active\":false", with: "\"active\":true"),
            to: "changed")
        try Tool.run("sh", ["-c", "cd '\(folder.path)'; gzip -c changed > rollcall.snapshot"])
        #expect(throws: Tool.Failure.self) { try Tool.run("sh", ["-c", script]) }
    }

    @Test func `one state is one file, with its tag and its freshness, after a restart too`() throws
    {
        let keys = try SnapshotKeys()
        let served = try serve(keys)
        let folder = try TemporaryFolder("snapshot")
        let first = try file(served, to: folder.url("one").path)
        let head = try served.ask(Self.target, "HEAD")
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.headers["content-length"] == "\(first.count)")
        #expect(head.headers["content-type"] == "application/gzip")
        #expect(head.headers["rollcall-revision"] == "1")
        #expect(head.headers["rollcall-complete-as-of"] == "corp=\"2026-11-22T09:00:00Z\"")
        let tag = try #require(head.headers["etag"])
        let sum = try Tool.run("sha256sum", [folder.url("one").path])
        #expect(tag == "\"\(sum.prefix(64))\"")
        let known = try served.ask(Self.target, headers: ["If-None-Match": "\"x\", \(tag)"])
        #expect(known.status == 304 && known.body.isEmpty && known.headers["etag"] == tag)
        #expect(try served.ask(Self.target, headers: ["If-None-Match": "\"x\""]).status == 200)
        served.stop()
        try served.start()
        #expect(try file(served, to: folder.url("two").path) == first)
        #expect(try served.ask(Self.target + "?atLeast=1").status == 200)
        #expect(try served.ask(Self.target + "?atLeast=2").status == 409)
        for query in ["asOf=1", "limit=1"] {
            #expect(try served.ask(Self.target + "?\(query)").status == 400, "\(query)")
        }
        #expect(try served.ask(Self.target, "POST").status == 405)
        #expect(try served.ask(Self.target + "/keys").status == 404)
    }

    @Test func `who may only check gets none, and without a key nobody does`() throws {
        let served = try ServedSite()
        let missing = try served.ask(Self.target)
        #expect(missing.status == 404 && missing.body.contains("snapshots: {key:"))
        let made = try served.site.run(
            "tokens", "create", "gate", "--scope", "check", "--format", "json")
        served.token = made.json.token.string
        #expect(try served.eventually { try served.ask(Self.target).status == 403 })
    }

    @Test func `a key that cannot sign keeps the service from starting, and says what to do`()
        throws
    {
        let site = try Site.filed()
        try site.command.write("planted-5ecret", to: "bad.key")
        for (value, said) in [
            ("{key: {file: bad.key}}", "no key in PEM"),
            ("{key: {file: nowhere}}", "cannot be read"),
            ("{key: planted-5ecret}", "may not be written here"), ("{}", "key"),
            ("{keys: {file: bad.key}}", "keys"), ("{key: {env: NO_SUCH}}", "NO_SUCH"),
        ] {
            try site.configure([Site.file()], more: "serve: {snapshots: \(value)}")
            let output = try site.run("serve")
            #expect(output.status == 2 && output.error.contains(said), "\(output.error)")
            #expect(output.error.contains("rollcall.yaml:"), "\(output.error)")
            #expect(!output.error.contains("planted-5ecret"))
        }
        // Whoever has no service has no such file either.
        try site.configure([Site.file()], more: "serve: {snapshots: {key: {file: nowhere}}}")
        #expect(try site.run("sync", "--dry-run").status == 0)
    }
}

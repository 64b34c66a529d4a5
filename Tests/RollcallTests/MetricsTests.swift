import Foundation
import TestSupport
import Testing

/// What Prometheus is told by the built service of real runs, and what its own checker says of that.
struct MetricsTests {
    /// Each sample with its labels, as it is written.
    private func metrics(_ served: ServedSite) throws -> [String: Double] {
        let answer = try served.ask("/metrics")
        #expect(answer.status == 200)
        var samples: [String: Double] = [:]
        for line in answer.body.split(separator: "\n") where !line.hasPrefix("#") {
            let space = try #require(line.lastIndex(of: " "))
            samples[String(line[..<space])] = Double(line[line.index(after: space)...])
        }
        return samples
    }

    private func seconds(_ time: String) throws -> Double {
        try #require(try? Date(time, strategy: .iso8601)).timeIntervalSince1970
    }

    @Test func `promtool finds no fault with what is told, which needs no token and names nobody`()
        throws
    {
        let served = try ServedSite()
        _ = try served.ask("/v1/check?person=ada&role=insights-viewer")
        served.token = nil
        let answer = try served.ask("/metrics")
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let said = try Tool.run("promtool", ["check", "metrics"], input: answer.body)
        #expect(said.isEmpty, "\(said)")
        for name in ["ada", "lee", "Fischer", "example.org"] {
            #expect(!answer.body.contains("\"\(name)\"") && !answer.body.contains("=\(name)"))
        }
        #expect(!answer.body.contains("example.org") && !answer.body.contains("dc="))
        #expect(try served.ask("/metrics", "POST").status == 405)
        #expect(try served.ask("/metrics/x").status == 401)
    }

    @Test func `runs, sources, what waits and what is in force are told out of the store`() throws {
        let database = try TestDatabase()
        let served = try ServedSite(store: database.url)
        let now = try seconds("2026-11-22T09:00:00Z")
        var told: [String: Double] = [:]
        #expect(
            try served.eventually {
                told = try metrics(served)
                return told["rollcall_revision"] == 1
                    && told["rollcall_pending_undecided_changes"] == 0
            })
        #expect(told["rollcall_last_success_timestamp_seconds"] == now)
        #expect(told[#"rollcall_source_up{source="corp"}"#] == 1)
        #expect(told[#"rollcall_source_snapshot_timestamp_seconds{source="corp"}"#] == now)
        #expect(told[#"rollcall_source_records{source="corp",kind="people"}"#] == 15)
        let held = ["standard", "sensitive", "privileged"].map {
            told["rollcall_entitlements{tier=\"\($0)\"}"] ?? -1
        }
        #expect(held.reduce(0, +) == Double(try served.site.entitlements().count))
        #expect(told["rollcall_store_up"] == 1 && told["rollcall_ready"] == 1)
        #expect(told[#"rollcall_http_requests_total{part="readiness",code="200"}"#] ?? 0 > 0)

        // A rule that grants to nobody any longer, and whose tests somebody has taken out.
        served.site.command.now = "2026-11-22T10:00:00Z"
        try served.site.editMapping(
            "builder-relations.yaml",
            replacing: "when: groups.display eq \"builder-relations\" and",
            with: "when: groups.display eq \"builder-relation\" and")
        try served.site.dropMappingTests()
        try served.site.sync(exits: 3)
        #expect(
            try served.eventually {
                told = try metrics(served)
                return told["rollcall_pending_undecided_changes"] ?? 0 > 0
            })
        let later = try seconds("2026-11-22T10:00:00Z")
        #expect(told["rollcall_pending_since_timestamp_seconds"] == later)
        #expect(told[#"rollcall_pending_changes{action="revoke",tier="standard"}"#] == 8)
        #expect(told[#"rollcall_guards_tripped{guard="revocations"}"#] ?? 0 > 0)
        #expect(told[#"rollcall_runs_total{outcome="changes"}"#] == 2)
    }

    @Test func `a source that goes away is told as such, and what was known stands`() throws {
        let served = try ServedSite()
        served.site.command.now = "2026-11-22T11:00:00Z"
        let folder = served.site.command.folder
        try FileManager.default.removeItem(at: folder.appending(path: "directory.ldif"))
        try served.site.sync(exits: 1)
        var told: [String: Double] = [:]
        #expect(
            try served.eventually {
                told = try metrics(served)
                return told[#"rollcall_source_up{source="corp"}"#] == 0
            })
        let known = try seconds("2026-11-22T09:00:00Z")
        #expect(told["rollcall_last_success_timestamp_seconds"] == known)
        #expect(told[#"rollcall_source_snapshot_timestamp_seconds{source="corp"}"#] == known)
        #expect(told[#"rollcall_source_records{source="corp",kind="people"}"#] == 15)
        #expect(
            told[#"rollcall_last_completion_timestamp_seconds{outcome="incomplete"}"#]
                == (try seconds("2026-11-22T11:00:00Z")))
    }
}

import Foundation
import TestSupport
import Testing

/// What programs of other houses, which know the standards and not us, say of the read service.
@Suite(.blocking, .enabled(if: Judges.areInstalled)) struct JudgeTests {
    private static let scim = "/scim/v2"

    private func serve() throws -> ServedSite {
        let keys = try SnapshotKeys()
        let served = try ServedSite(
            more: "serve: {requestsPerSecond: 100000, \(keys.configuration)}")
        // It is read at the start alone.
        withExtendedLifetime(keys) {}
        return served
    }

    @Test func `scim2-tester finds no fault, and scim2-client reads every resource`() throws {
        let served = try serve()
        let said = try Judges.run(
            "python", [Repository.path("Fixtures/Peers/scim_judge.py"), served.url(Self.scim)],
            environment: ["SCIM_TOKEN": served.token ?? ""])
        #expect(said.isEmpty, "\(said)")
    }

    /// It creates, changes and removes: all of that must be refused, and nothing else.
    @Test func `scim-sanity finds fault with nothing but that nothing is written`() throws {
        let served = try serve()
        let said = try Judges.run(
            "scim-sanity",
            [
                "probe", served.url(Self.scim), "--token", served.token ?? "",
                "--i-accept-side-effects", "--json-output",
            ], mayFail: true)
        let begin = try #require(said.firstIndex(of: "{"))
        let results = JSON(text: String(said[begin...])).results.array
        #expect(results.count { $0.status.string == "pass" } >= 8, "\(said)")
        for result in results where result.status.string == "fail" {
            #expect(result.message.string?.contains("got 405") == true, "\(result)")
        }
        #expect(try served.json("/scim/v2/Users").totalResults.int == 15)
    }

    @Test func `scim2-cli lists people and finds one`() throws {
        let served = try serve()
        func ask(_ arguments: String...) throws -> JSON {
            let said = try Judges.run(
                "scim2", ["--url", served.url(Self.scim)] + arguments,
                environment: ["SCIM_CLI_HEADERS": "Authorization: Bearer \(served.token ?? "")"])
            return JSON(text: said)
        }
        let list = try ask("query", "user", "--filter", #"userName eq "ada""#)
        #expect(list.totalResults.int == 1, "\(list)")
        let id = try #require(list.Resources[0].id.string)
        #expect(try ask("query", "user", id).userName.string == "ada")
        #expect((try ask("query", "group").totalResults.int ?? 0) > 5)
    }

    /// Whether an answer is what the description says, whatever is asked. What a filter or a time looks
    /// like no schema tells, so that not everything that it allows is accepted; and whoever watches is
    /// answered only when there is news.
    @Test func `schemathesis finds no answer that the description does not have`() throws {
        let served = try serve()
        let said = try Judges.run(
            "schemathesis",
            [
                "run", served.url("/v1/openapi.json"), "--header",
                "Authorization: Bearer \(served.token ?? "")", "--max-examples", "10", "--seed",
                "1", "--phases", "examples,coverage,fuzzing", "--exclude-checks",
                "positive_data_acceptance", "--exclude-path", "/v1/watch", "--no-color",
            ], mayFail: true)
        #expect(said.contains("Tested: 13") && !said.contains("Failures:"), "\(said)")
    }
}

/// The programs, as `Deploy/install-packages --tests` has installed them.
private enum Judges {
    private static let home = Repository.path(".build/python/judges")

    static var areInstalled: Bool { FileManager.default.fileExists(atPath: home + "/installed") }

    /// - Parameter mayFail: takes what it says whatever its exit code is.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:],
        mayFail: Bool = false
    ) throws -> String {
        let call = ["\(home)/bin/\(program)"] + arguments
        // Its own folder for what it leaves behind.
        let folder = try TemporaryFolder("judge")
        let script = "cd \"$0\" && \"$@\"" + (mayFail ? "; true" : "")
        return try Tool.run(
            "/bin/sh", ["-c", script, folder.path] + call,
            environment: ["PYTHONDONTWRITEBYTECODE": "1"].merging(environment) { $1 })
    }
}

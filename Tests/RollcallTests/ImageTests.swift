import Foundation
import TestSupport
import Testing

/// The image at work: made by `Deploy/Image/make`, run without any right.
@Suite(.enabled(if: ContainerImage.isMade), .serialized) struct ImageTests {
    @Test func `a run and the service do their work in it, with nothing but what they need`() throws
    {
        let site = try DeployedSite()
        let run = try site.run(["sync", "--format", "json"], as: .worker)
        #expect(run.status == 0 && run.json.run.outcome.string == "changes", "\(run.error)")
        #expect(run.json.sources[0].complete.bool == true && run.json.sources[0].people.int == 15)
        let job = try site.run(try jobArguments(), as: .worker)
        #expect(job.status == 0 && job.out.isEmpty && !job.error.contains("uid="), "\(job.error)")
        let shown = try site.run(["changes", "show", "--format", "json"], as: .worker).json
        for reviewer in ["lee", "kim"] {
            let ids = shown.changes.array.filter { $0.person.userName.string != reviewer }
                .compactMap(\.id.string)
            let approved = try site.run(
                ["changes", "approve", "--as", reviewer] + ids.flatMap { ["--change", $0] },
                as: .worker)
            #expect(approved.status == 0, "\(approved.error)")
        }
        #expect(try site.run(["changes", "apply"], as: .worker).status == 0)
        let made = try site.run(["tokens", "create", "tests", "--format", "json"], as: .worker)
        let token: String = try #require(made.json.token.string)

        try site.serve()
        let check = try site.ask("/v1/check?person=ada&role=insights-viewer", token: token)
        #expect(JSON(text: check.body).holds.bool == true, "\(check.body)")
        let metrics = try site.ask("/metrics").body
        #expect(metrics.contains("rollcall_source_up{source=\"corp\"} 1\n"), "\(metrics)")
        #expect(try Tool.run("promtool", ["check", "metrics"], input: metrics).isEmpty)
        try checkConfinement(of: site)

        try site.stop()
        #expect(try site.inspect("{{.State.ExitCode}}") == "0", "\(site.said)")
        for secret in DeployedSite.secrets + [token] { #expect(!site.said.contains(secret)) }
        // The service's login reads, and the database sees to that.
        #expect(try site.run(["sync"], as: .reader).status == 1)
    }

    @Test func `a worker does its runs in it, and ends when it is asked to`() throws {
        let site = try DeployedSite()
        try site.work()
        let lines = site.said.split(separator: "\n").map { JSON(text: String($0)) }
        let run = try #require(lines.first { $0.message.string == "run ended" })
        #expect(run.outcome.string == "changes" && run.people.string == "15", "\(site.said)")
        try checkConfinement(of: site, name: "rollcall")
        try site.stop()
        #expect(try site.inspect("{{.State.ExitCode}}") == "0", "\(site.said)")
        for secret in DeployedSite.secrets { #expect(!site.said.contains(secret)) }
        // It has given its lease back.
        #expect(try site.run(["sync"], as: .worker).status == 0)
    }

    /// What runs in a cluster, whose output is kept.
    private func jobArguments() throws -> [String] {
        let path = Repository.path("Deploy/Kubernetes/cron-job.yaml")
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let line = try #require(lines.first { $0.contains("args: [") })
        return line.split(separator: "[")[1].dropLast().components(separatedBy: ", ")
    }

    /// By what the kernel says of the process.
    private func checkConfinement(
        of site: DeployedSite, name: Substring = "rollcall-servic"
    ) throws {
        let pid = try site.inspect("{{.State.Pid}}")
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        var said: [Substring: Substring] = [:]
        for line in status.split(separator: "\n") {
            let parts = line.split(whereSeparator: \.isWhitespace)
            if parts.count > 1 { said[parts[0]] = parts[1] }
        }
        #expect(said["Name:"] == name && said["Uid:"] == "65532")
        #expect(said["NoNewPrivs:"] == "1" && said["Seccomp:"] == "2")
        for set in ["CapEff:", "CapPrm:", "CapBnd:", "CapAmb:"] {
            #expect(said[Substring(set)] == "0000000000000000", "\(set)")
        }
        let mounts = try String(contentsOfFile: "/proc/\(pid)/mounts", encoding: .utf8)
        let root = mounts.split(separator: "\n").map { $0.split(separator: " ") }
            .first { $0[1] == "/" }
        #expect(root?[3].hasPrefix("ro,") == true)
    }

    @Test func `it holds both programs, the configurations, and no shell`() throws {
        let version = try ContainerImage.run(ContainerImage.call(["--version"]))
        #expect(version.status == 0 && version.out == "0.1.0\n", "\(version.error)")
        for configuration in ["staging", "production"] {
            try expectUsable("/etc/rollcall/\(configuration).yaml")
        }
        let shell = try ContainerImage.run(
            ContainerImage.call(["-c", "true"], options: ["--rm", "--entrypoint", "/bin/sh"]))
        #expect(shell.status == 127, "\(shell.error)")
    }

    @Test func `what plain Kubernetes is given as its configuration is one`() throws {
        try expectUsable(
            "/etc/rollcall/site/rollcall.yaml",
            volumes: ["/etc/rollcall/site": Repository.path("Deploy/Kubernetes")])
    }

    /// Configuration and mappings are read, which would end with 2, and then there is no database.
    private func expectUsable(_ configuration: String, volumes: [String: String] = [:]) throws {
        let output = try ContainerImage.run(
            ContainerImage.call(
                ["mappings", "lint", "--config", configuration], volumes: volumes))
        #expect(output.status == 1, "\(configuration): \(output.error) \(output.out)")
        #expect(output.error.contains("the store could not be opened"), "\(output.error)")
    }
}

import ArgumentParser
import Diagnostics
import Directory
import Entitlements
import Reporting
import RoleMapping
import SiteConfiguration

/// Work on rules, without touching anybody's access.
struct Mappings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check mapping files, run their tests, see whom they reach.",
        subcommands: [
            MappingsLint.self, MappingsTest.self, MappingsPreview.self, MappingsCoverage.self,
        ])
}

/// Where the people of a check come from.
struct OrganizationOptions: ParsableArguments {
    /// Whether the recorded organisation is passed over.
    @Flag(help: "Read the sources now, instead of what the last run recorded.")
    var live = false
}

/// `rollcall mappings lint`.
struct MappingsLint: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Find mistakes in the mapping files.",
        discussion: """
            Checks the files, and what they say against the directory as the last run recorded it: \
            groups and people that are not there, rules that can match nobody.

              rollcall mappings lint
              rollcall mappings lint --live --format json
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var organization: OrganizationOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        let contents = MappingFolder.read(session.configuration.mappings)
        let loaded = contents.loaded
        var findings = loaded.diagnostics
        if let mapping = loaded.mapping,
            let snapshot = try await session.organization(live: organization.live)
        {
            findings += mapping.lint(against: snapshot, at: session.clock())
        }
        findings.sort()
        switch output.format {
        case .json: Output.json(["findings": .array(findings.map { JSONValue($0) })])
        case .text:
            for finding in findings { Output.line(finding.debugDescription) }
            let files = "\(contents.files.count) file\(contents.files.count == 1 ? "" : "s")"
            Output.line("\(files), \(Output.tally(of: findings))")
        }
        return findings.hasErrors ? .invalid : .done
    }
}

/// `rollcall mappings test`.
struct MappingsTest: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests that the mapping files state.",
        discussion: """
            Uses the directory as the last run recorded it; before the first run, or with --live, \
            reads the sources. Exits with 2 when a test fails or says nothing about this directory.

              rollcall mappings test
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var organization: OrganizationOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        let mapping = try session.mapping()
        let snapshot = try await session.knownOrganization(live: organization.live)
        let results = mapping.runTests(snapshot, at: session.clock())
        switch output.format {
        case .json: Output.json(["tests": .array(results.map(Self.json))])
        case .text: write(results)
        }
        return results.allSatisfy { $0.outcome == .passed } ? .done : .invalid
    }

    private func write(_ results: [TestResult]) {
        for result in results {
            let mark = result.outcome == .passed ? "ok  " : "FAIL"
            let people = "\(result.subjects) \(result.subjects == 1 ? "person" : "people")"
            Output.line("\(mark)  \(result.name)  (\(people))")
            guard result.outcome != .passed else { continue }
            Output.line("      \(result.place): \(result.summary)")
            for example in result.counterexamples { Output.line("      \(example)") }
        }
        let passed = results.count { $0.outcome == .passed }
        Output.line("\(passed) passed, \(results.count - passed) failed")
    }

    private static func json(_ result: TestResult) -> JSONValue {
        [
            "name": .string(result.name), "outcome": .string(result.outcome.rawValue),
            "place": .string(result.place.description), "summary": .string(result.summary),
            "people": .number(result.subjects),
            "counterexamples": .strings(result.counterexamples),
        ]
    }
}

/// `rollcall mappings coverage`.
struct MappingsCoverage: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Count whom each rule reaches, and who is reached by none.",
        discussion: "  rollcall mappings coverage --live")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var organization: OrganizationOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        let mapping = try session.mapping()
        let snapshot = try await session.knownOrganization(live: organization.live)
        let coverage = mapping.coverage(
            of: snapshot, mapping.evaluate(snapshot, at: session.clock()))
        switch output.format {
        case .json: Output.json(Self.json(coverage))
        case .text: write(coverage)
        }
        return .done
    }

    private func write(_ coverage: MappingCoverage) {
        var table = Table([
            .init("rule"), .init("people", .trailing), .init("entitlements", .trailing),
            .init("title"),
        ])
        for entry in coverage.entries {
            table.append([
                entry.reference.id, "\(entry.people)", "\(entry.entitlements)", entry.title,
            ])
        }
        Output.table(table)
        Output.line(
            "\(coverage.withoutEntitlement) of \(coverage.active) active people hold nothing")
    }

    private static func json(_ coverage: MappingCoverage) -> [String: JSONValue] {
        [
            "active": .number(coverage.active),
            "withoutEntitlement": .number(coverage.withoutEntitlement),
            "rules": .array(
                coverage.entries.map {
                    [
                        "id": .string($0.reference.id), "title": .string($0.title),
                        "people": .number($0.people), "entitlements": .number($0.entitlements),
                    ]
                }),
        ]
    }
}

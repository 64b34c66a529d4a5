import ArgumentParser
import Entitlements
import Reporting
import SiteConfiguration

/// Is everything in place?
struct Doctor: RollcallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check configuration, mappings, store, clock and sources; say what to do.",
        discussion: """
            Connects to each source as a run would (address, TLS, credentials, search bases), and \
            reads a little of it; a file it reads whole. Exits with 1 when something would keep a run from succeeding.

              rollcall doctor
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption

    func execute(_ session: Session) async throws -> ExitStatus {
        var findings = [
            Checkup.Finding(
                .good, "configuration", session.configuration.sources.count.counted("source"))
        ]
        findings.append(Checkup.mappings(session))
        findings += [Checkup.identity(session)].compactMap(\.self)
        findings += Checkup.store(session)
        for source in session.configuration.sources { findings += await Checkup.source(source) }
        switch output.format {
        case .json: Output.json(["checks": .array(findings.map(\.json))])
        case .text: Output.lines(findings.flatMap(\.lines))
        }
        return findings.contains { $0.mark == .bad } ? .failed : .done
    }
}

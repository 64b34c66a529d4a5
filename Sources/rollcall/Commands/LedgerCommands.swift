import ArgumentParser
import Directory
import EntitlementStore
import Entitlements
import Foundation
import Reporting

/// The record that only grows.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Show, verify and export the record of everything that was done.",
        subcommands: [LedgerShow.self, LedgerVerify.self, LedgerExport.self])
}

/// `rollcall ledger show`.
struct LedgerShow: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the latest entries, the newest last.",
        discussion: """
            What each entry attests to the letter is in `--format json`, and in `rollcall ledger export`.

              rollcall ledger show --limit 10
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption

    @Option(help: "At most so many.")
    var limit = 50

    func validate() throws { try requirePositive(limit: limit) }

    func execute(_ session: Session) async throws -> ExitStatus {
        let entries = try session.store().ledger(last: limit)
        switch output.format {
        case .json: Output.json(["entries": .array(entries.map(Self.json))])
        case .text:
            let width = "\(entries.last?.number ?? 0)".count
            Output.lines(entries.map { LedgerLine($0).text(numberWidth: width) })
            if entries.isEmpty { Output.line("the ledger is empty") }
        }
        return .done
    }

    private static func json(_ entry: LedgerEntry) -> JSONValue {
        [
            "number": .number(entry.number), "time": .string(entry.time.description),
            "kind": .string(entry.kind.rawValue), "body": .string(entry.body),
            "previous": .string(entry.previous.description),
            "hash": .string(entry.hash.description),
        ]
    }
}

/// `rollcall ledger verify`.
struct LedgerVerify: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that nothing in the record was changed, left out or put in.",
        discussion: """
            Follows the hash chain, and compares the tables with what the ledger attests; needs no \
            network. Note the head somewhere else, and a record that was cut short is found too.

              rollcall ledger verify
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption

    func execute(_ session: Session) async throws -> ExitStatus {
        let verification = try session.store().verifyLedger()
        switch output.format {
        case .json:
            Output.json([
                "intact": .bool(verification.isIntact), "entries": .number(verification.entries),
                "head": .string(verification.head.description),
                "faults": .array(
                    verification.faults.map {
                        [
                            "entry": $0.entry.map(JSONValue.number) ?? .null,
                            "summary": .string($0.summary),
                        ]
                    }),
            ])
        case .text:
            for fault in verification.faults {
                Output.line("entry \(fault.entry.map(String.init) ?? "–"): \(fault.summary)")
            }
            Output.line(
                verification.isIntact
                    ? (verification.entries == 0 ? "empty, no run was recorded; " : "")
                        + "intact: \(verification.entries.counted("entry", "entries")), "
                        + "head \(verification.head)"
                    : "NOT INTACT: \(verification.faults.count.counted("fault"))")
        }
        return verification.isIntact ? .done : .failed
    }
}

/// `rollcall ledger export`.
struct LedgerExport: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print every entry as it was hashed: one line of JSON each.",
        discussion: """
            The SHA-256 of each line (without its line feed) is `previous` in the next.

              rollcall ledger export --output ledger.ndjson
              rollcall ledger export > ledger.ndjson
            """)

    @OptionGroup var common: CommonOptions

    @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
    var output: String?

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        let descriptor = try output.map(Output.file) ?? STDOUT_FILENO
        defer { if output != nil { close(descriptor) } }
        var next: Int64 = 1
        while let last = try write(store.ledger(from: next, limit: 1000), to: descriptor) {
            next = last + 1
        }
        if let output { StandardStreams.say("rollcall: written to \(output)") }
        return .done
    }

    /// - Returns: the number of the last one; nil when there is none.
    private func write(_ entries: [LedgerEntry], to descriptor: Int32) -> Int64? {
        // To the letter: each line is what was hashed.
        for entry in entries { StandardStreams.write(entry.text + "\n", to: descriptor) }
        return entries.last?.number
    }
}

import ArgumentParser
import Directory
import EntitlementStore
import Entitlements
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
        discussion: "  rollcall ledger show --limit 10")

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
            for entry in entries {
                Output.line(
                    "\(entry.number)  \(entry.time.readable)  \(entry.kind.rawValue)  \(entry.hash.short)"
                )
                // Whole: what it attests is what is asked for.
                Output.line("  \(entry.body)")
            }
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
                    ? "intact: \(verification.entries.counted("entry", "entries")), "
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

              rollcall ledger export > ledger.ndjson
            """)

    @OptionGroup var common: CommonOptions

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        var next: Int64 = 1
        while true {
            let entries = try store.ledger(from: next, limit: 1000)
            guard let last = entries.last else { return .done }
            // To the letter: each line is what was hashed.
            for entry in entries { StandardStreams.write(entry.text + "\n") }
            next = last.number + 1
        }
    }
}

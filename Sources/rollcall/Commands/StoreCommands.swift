import ArgumentParser
import Entitlements
import EntitlementStore
import Foundation
import SiteConfiguration

/// The place where everything is kept.
struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Make a store, and move one to another database.",
        subcommands: [StorePrepare.self, StoreCopy.self])
}

/// `rollcall store prepare`.
struct StorePrepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare",
        abstract: "Make the tables of a store, or bring them to this version.",
        discussion: """
            Every run does that, where its login may. Where it may not (see \
            Deploy/PostgreSQL/roles.sql), run this with the login of the schema's owner: before the \
            first run, and before the first run of a new version.

              rollcall store prepare
              rollcall store prepare 'postgresql://owner@db.example.org/rollcall'
            """)

    @OptionGroup var common: CommonOptions

    @Argument(
        help: """
            sqlite:PATH or a PostgreSQL URL without a password: see PGPASSFILE. (default: `store` of \
            the configuration)
            """)
    var place: String?

    func run() async throws {
        do {
            let location =
                try place.map { try StoreLocation(typed: $0) }
                ?? ConfigurationReader.read(path: common.configurationPath).store
            _ = try EntitlementStore.open(location)
            Output.line("the store is there, and of this version")
        } catch {
            throw Failure(error).report().exitCode
        }
    }
}

/// `rollcall store copy`.
struct StoreCopy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy a whole store, its ledger included, into a new one.",
        discussion: """
            Between databases of either kind. The ledger is verified on both sides, and every table \
            counted, before anything is there for others to see. The old store stays as it is: point \
            `store` in the configuration to the new one before the next run.

              rollcall store copy sqlite:rollcall.db 'postgresql://owner@db.example.org/rollcall'
            """)

    @OptionGroup var output: FormatOption

    @Argument(help: "sqlite:PATH or a PostgreSQL URL without a password: see PGPASSFILE.")
    var from: String

    @Argument(help: "A place where there is no store yet.")
    var to: String

    func run() async throws {
        do {
            try SystemClock.check()
            let copied = try EntitlementStore.copy(
                from: StoreLocation(typed: from), to: StoreLocation(typed: to),
                at: SystemClock.now())
            show(copied)
        } catch {
            throw Failure(error).report().exitCode
        }
    }

    private func show(_ copied: CopiedStore) {
        switch output.format {
        case .json:
            Output.json([
                "rows": .number(copied.rows), "entries": .number(copied.entries),
                "head": .string(copied.head.description),
            ])
        case .text:
            Output.line(
                "copied \(copied.rows) rows; the ledger is intact on both sides: "
                    + "\(copied.entries) entries, head \(copied.head)")
        }
    }
}

extension StoreLocation {
    /// Of a command line; a path is relative to the working folder.
    fileprivate init(typed text: String) throws {
        let here = URL(
            filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        do {
            try self.init(text, relativeTo: here)
        } catch {
            throw RequestError("\(error)")
        }
    }
}

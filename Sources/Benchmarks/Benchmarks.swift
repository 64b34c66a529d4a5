import Foundation

/// Measures Rollcall against a plain C program that reads the same directory, on generated
/// organisations and a real slapd, as ratios within one run.
@main
enum Benchmarks {
    // On the first thread, while there is no other: a thread keeps to the heap that it began with.
    @MainActor
    static func main() async {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            if arguments.first == SCIMReader.command {
                return try await SCIMReader.run(Array(arguments.dropFirst()))
            }
            var options = try Options(arguments)
            if options.wantsHelp {
                print(Options.usage)
                return
            }
            guard Programs.missing.isEmpty else {
                say(
                    "not installed: \(Programs.missing.joined(separator: ", ")); "
                        + "run Deploy/install-packages --tests")
                exit(1)
            }
            if options.programs.isEmpty { options.programs = try Programs.built() }
            try run(options)
        } catch let problem as Options.Problem {
            say("\(problem.description)\n\n\(Options.usage)")
            exit(64)
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    private static func run(_ options: Options) throws {
        var findings: [Finding] = []
        if !options.rows.isDisjoint(with: Row.againstServer) {
            for people in options.people {
                findings += try DirectoryRows(people: people, options).measure()
            }
        }
        if options.rows.contains(.incremental) {
            for people in options.people {
                findings += try IncrementalRows(people: people, options).measure()
            }
        }
        if options.rows.contains(.peers) {
            for people in options.people {
                findings += try PeerRows(people: people, options).measure()
            }
        }
        if options.rows.contains(.closure) { findings += ClosureRow.measure(runs: options.runs) }
        if options.rows.contains(.pages) {
            findings += try SCIMPageRow.measure(runs: options.runs)
        }
        if options.rows.contains(.scim) {
            for people in options.people { findings += try SCIMRows.measure(people, options) }
        }
        if options.rows.contains(.service) {
            for people in options.people {
                findings += try ServiceRows(people: people, options).measure()
            }
        }
        print(Finding.table(findings + Growth.findings(of: findings)))
    }

    /// Progress, apart from the table.
    static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// What is measured.
enum Row: String, CaseIterable {
    /// A full sync that finds nothing changed.
    case unchanged
    /// A first sync into an empty store.
    case first
    /// The unchanged sync over TLS, against the same over TCP.
    case tls
    /// Syncs that ask for what has changed, against a plain C refresh.
    case incremental
    /// What others take to read the same directory, or to follow it.
    case peers
    /// The closure of nested groups, by its edges.
    case closure
    /// Pages of SCIM, against the parser alone.
    case pages
    /// A SCIM service read whole, against curl fetching the same pages.
    case scim
    /// Checks over HTTP against an empty handler of the same server, and pages of users.
    case service

    static let againstServer: Set<Row> = [.unchanged, .first, .tls]
}

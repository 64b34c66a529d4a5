import Diagnostics
import Entitlements
import Foundation
import Reporting

/// What commands print on standard output.
enum Output {
    /// One line. What a directory put into it neither drives the terminal nor begins another line.
    static func line(_ text: String) { StandardStreams.write(text.legible + "\n") }

    /// Each as ``line(_:)``.
    static func lines(_ lines: [String]) { for line in lines { self.line(line) } }

    /// One JSON object, with `formatVersion` and its keys sorted.
    static func json(_ members: [String: JSONValue]) {
        StandardStreams.write(JSONDocument.text(of: members))
    }

    /// A table as wide as the terminal, all its rows.
    static func table(_ table: Table) {
        StandardStreams.write(TerminalTable(terminal).text(of: table))
    }

    /// A file to be written from its beginning, in place: it may be a link or a device.
    /// - Throws: ``RequestError``
    static func file(_ path: String) throws -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        if descriptor >= 0 { return descriptor }
        throw RequestError("the output file cannot be written; look at its folder and rights")
    }

    /// What standard output is.
    static var terminal: Terminal { terminal(rowLimit: nil) }

    /// - Parameter rowLimit: as of `Terminal`.
    static func terminal(rowLimit: Int?) -> Terminal {
        Terminal(
            width: StandardStreams.width, colors: StandardStreams.wantsColor, rowLimit: rowLimit,
            cutsCells: StandardStreams.isTerminal(STDOUT_FILENO))
    }

    /// `1 error, 2 warnings`, or `no findings`.
    static func tally(of findings: [Diagnostic]) -> String {
        let parts = Diagnostic.Severity.allCases.compactMap { severity -> String? in
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }
        return parts.isEmpty ? "no findings" : parts.joined(separator: ", ")
    }
}

import Diagnostics
import Foundation
import Reporting

/// Data goes to standard output, everything said about it to standard error.
enum StandardStreams {
    /// Writes the whole text. Neither a log that cannot be written nor a reader that has seen enough,
    /// as `head` has, ends the work or changes how it came out.
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if written < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                if errno == EPIPE || descriptor == STDERR_FILENO { return }
                say("rollcall: the output cannot be written: \(String(cString: strerror(errno)))")
                exit(ExitStatus.failed.rawValue)
            }
            bytes = bytes.dropFirst(written)
        }
    }

    /// A line on standard error, legible as those of ``Output``.
    static func say(_ text: String) { write(text.legible + "\n", to: STDERR_FILENO) }

    /// A finding, with its entry's DN only where a person reads it: what is piped ends up in logs.
    static func say(_ diagnostic: Diagnostic) {
        say(isTerminal(STDERR_FILENO) ? diagnostic.debugDescription : diagnostic.description)
    }

    /// Whether a person looks at it.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Columns of the terminal on standard output; 100 when there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 100
        }
        return Int(size.ws_col)
    }

    /// Whether colours are wanted: a terminal, and neither `NO_COLOR` nor `TERM=dumb`.
    static var wantsColor: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isTerminal(STDOUT_FILENO) && (environment["NO_COLOR"] ?? "").isEmpty
            && environment["TERM"] != "dumb"
    }
}

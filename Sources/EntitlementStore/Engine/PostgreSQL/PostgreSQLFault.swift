import CPostgreSQL
import Directory

/// PostgreSQL's own word on what went wrong, before it is known what was being done.
struct PostgreSQLFault: Error {
    /// **Shape:** SQLSTATE, five characters; empty when the server did not say it, but libpq.
    let state: String
    /// Without stored values.
    let text: String
    /// Whether the connection is of no use any longer.
    let isLost: Bool
    /// Whether there is none because the server could not be believed.
    let isAboutTrust: Bool

    /// What a statement came to.
    /// - Parameter result: nil when libpq had no memory, or no connection.
    init(_ result: OpaquePointer?, of connection: OpaquePointer?) {
        isLost = PQstatus(connection) == CONNECTION_BAD
        // What was believed once is lost, if anything: libpq then speaks of SSL as well.
        isAboutTrust = false
        guard let state = result.flatMap({ PQresultErrorField($0, rollcall_diag_sqlstate) }) else {
            self.state = ""
            text = Self.line(PQerrorMessage(connection))
            return
        }
        self.state = String(cString: state)
        // What is said of a value that is of the wrong kind quotes it.
        text =
            self.state.hasPrefix("22")
            ? "a value is not of its column's kind"
            : Self.line(PQresultErrorField(result, rollcall_diag_message))
    }

    /// Why there is no connection. The server was asked for its SQLSTATE in place of a sentence, which
    /// would name the login.
    init(connecting connection: OpaquePointer?) {
        self.init(connecting: Self.line(PQerrorMessage(connection)))
    }

    /// - Parameter text: libpq's, which has no code for what is about trust; its sentences are English,
    ///   as nobody sets a locale.
    init(connecting text: String) {
        isLost = true
        self.text = text
        isAboutTrust =
            ["certificate", "does not support SSL", "SSL error:"].contains(where: text.contains)
            && !text.contains("unexpected eof")
        let word = text.split(separator: " ").last ?? ""
        state = text.contains("FATAL:") && word.utf8.count == 5 ? String(word) : ""
    }

    init(state: String = "", text: String, isLost: Bool = false) {
        self.state = state
        self.text = text
        self.isLost = isLost
        isAboutTrust = false
    }

    private static func line(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { return "" }
        return String(cString: text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// - SeeAlso: https://www.postgresql.org/docs/current/errcodes-appendix.html
    var code: StoreError.Code {
        switch state {
        case "": isAboutTrust ? .untrusted : .unreachable
        case "25006": .readOnly
        case "3D000", "3F000", "57014", "53200": .unavailable
        case "42501": .denied
        case "53100": .full
        case "53300", "57P01", "57P02", "57P03", "57P05": .unreachable
        case "55P03", "40001", "40P01": .busy
        case "XX001", "XX002": .damaged
        case _ where state.hasPrefix("28"): .denied
        case _ where state.hasPrefix("08"): .unreachable
        default: .inconsistent
        }
    }
}

extension StoreError {
    /// Whatever came out of a transaction, as the store's error.
    init(_ error: any Error, while operation: Operation, at address: PostgreSQLAddress) {
        switch error {
        case let error as StoreError: self = error
        case let fault as PostgreSQLFault:
            self.init(
                fault.code, while: operation,
                library: LibraryResult("PostgreSQL", code: fault.state, text: fault.text),
                path: address.url)
        case is SecretFault:
            self.init(
                .denied, while: operation, path: address.url, detail: "there is no password")
        default:
            self.init(.inconsistent, while: operation, path: address.url, detail: "\(error)")
        }
    }
}

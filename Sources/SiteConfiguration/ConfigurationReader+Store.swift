import Directory
import EntitlementStore
import Foundation
import RoleMapping

/// Where the store is.
extension ConfigurationReader {
    /// `sqlite:PATH`, the URL of a PostgreSQL database, or `{url: URL, password: …, ca: PATH}` for one
    /// whose password or authority libpq does not find by itself.
    func location(_ value: YAMLValue) -> StoreLocation? {
        let mapping = value.isMapping ? value.mapping(keys: ["url", "password", "ca"]) : nil
        guard let url = value.isMapping ? mapping?.required("url") : value, let text = url.string()
        else { return nil }
        let password = mapping?["password"].flatMap { SecretReference($0, relativeTo: folder) }
        do throws(StoreLocation.Fault) {
            return try StoreLocation(
                text, relativeTo: folder,
                password: password.map { password in Secret { try password.resolve() } },
                ca: mapping?["ca"]?.string().map(path))
        } catch {
            url.report(error.code, error.sentence, hint: error.hint)
            return nil
        }
    }
}

extension StoreLocation {
    /// Why a text names no place of a store.
    package struct Fault: Error, CustomStringConvertible {
        let code: String
        let sentence: String
        let hint: String

        package var description: String { "\(sentence); \(hint)" }
    }

    /// Parses `sqlite:PATH` or a PostgreSQL URL.
    /// - Parameter folder: what a path is relative to.
    package init(
        _ text: String, relativeTo folder: URL, password: Secret? = nil, ca: String? = nil
    ) throws(Fault) {
        let scheme = "sqlite:"
        if text.hasPrefix(scheme), text.utf8.count > scheme.utf8.count, password == nil, ca == nil {
            let path = String(text.dropFirst(scheme.count))
            self = .sqlite(path: URL(filePath: path, relativeTo: folder).path)
            return
        }
        do throws(PostgreSQLAddress.Refusal) {
            self = .postgreSQL(try PostgreSQLAddress(text, password: password, ca: ca))
        } catch {
            throw Fault(error)
        }
    }
}

extension StoreLocation.Fault {
    fileprivate init(_ refusal: PostgreSQLAddress.Refusal) {
        switch refusal {
        case .malformed:
            self.init(
                code: "configuration.store", sentence: "this names no place of a store",
                hint: "write sqlite:PATH, or postgresql://[USER@]HOST[:PORT]/DATABASE")
        case .password:
            self.init(
                code: "configuration.secret-in-file",
                sentence: "a password may not be written here",
                hint: "write {url: …, password: {file: PATH}}, or let PGPASSFILE name its file")
        case .unverified:
            self.init(
                code: "configuration.tls", sentence: "the server's certificate must be verified",
                hint: "write sslmode=verify-full; less is for a server on this machine")
        }
    }
}

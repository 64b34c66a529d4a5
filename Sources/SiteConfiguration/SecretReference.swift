import Directory
import Foundation
import RoleMapping

/// Where a secret is; the secret itself is never in the configuration.
enum SecretReference: Sendable, Hashable {
    case environment(String)
    /// An absolute path.
    case file(String)
    /// The file if it is there, else the variable: one configuration for both habits.
    case either(file: String, environment: String)

    /// Reads `{env: NAME}`, `{file: PATH}` or both; a relative path is relative to `folder`.
    init?(_ value: YAMLValue, relativeTo folder: URL) {
        guard value.isMapping else {
            value.report(
                "configuration.secret-in-file", "a secret may not be written here",
                hint: "name where it is: {env: NAME} or {file: PATH}")
            return nil
        }
        guard let mapping = value.mapping(keys: ["env", "file"]) else { return nil }
        let path = mapping["file"]?.string().map { URL(filePath: $0, relativeTo: folder).path }
        switch (mapping["env"]?.string(), path) {
        case (let name?, nil): self = .environment(name)
        case (nil, let path?): self = .file(path)
        case (let name?, let path?): self = .either(file: path, environment: name)
        case (nil, nil):
            value.report(
                "configuration.secret-place", "expected env, file or both",
                hint: "write {env: NAME} or {file: PATH}; of both the file is read if it is there")
            return nil
        }
    }

    /// The secret as it is now, without the line feed at its end; read anew at each use, so that it
    /// can be changed while the program runs.
    /// - Throws: `SecretFault`, which says where it should be.
    func resolve() throws(SecretFault) -> String {
        switch self {
        case .environment(let name):
            guard let value = ProcessInfo.processInfo.environment[name] else {
                throw .unavailable("the environment variable \(name) is not set")
            }
            return value
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else {
                throw .unavailable("the file \(path) cannot be read")
            }
            let text = String(decoding: data, as: UTF8.self)
            return String(text.hasSuffix("\n") ? text.dropLast() : text[...])
        case .either(let path, let name):
            let isThere = FileManager.default.fileExists(atPath: path)
            return try (isThere ? Self.file(path) : .environment(name)).resolve()
        }
    }
}

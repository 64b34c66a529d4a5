import Directory
import Foundation
import RoleMapping
import SCIMSource

extension Configuration.Serving {
    /// Whose JSON Web Tokens say who asks, beside the tokens of the store.
    package struct Issuer: Sendable {
        /// Where its JSON Web Key Set is.
        package enum KeySet: Sendable {
            /// A path.
            case file(String)
            case web(HTTPURL)

            /// The set as it is now.
            package func document(now: @escaping @Sendable () -> Timestamp) async throws -> [UInt8]
            {
                switch self {
                case .file(let path): Array(try Data(contentsOf: URL(filePath: path)))
                case .web(let url): try await url.document(now: now)
                }
            }
        }

        /// A claim with one of its values.
        package struct Claim: Sendable {
            package let name: String
            package let value: String
        }

        /// The claim `iss`.
        package let name: String
        /// nil where the issuer names none, as a mesh does.
        package let audience: String?
        /// The header field that carries the token.
        package let field: String
        package let keys: KeySet
        /// Whoever has one of these reads everything.
        package let read: [Claim]
        /// Whoever has one of these may check.
        package let check: [Claim]
    }
}

extension ConfigurationReader {
    func issuer(_ value: YAMLValue) -> Configuration.Serving.Issuer? {
        let keys = ["issuer", "audience", "header", "keys", "read", "check"]
        guard let mapping = value.mapping(keys: keys) else { return nil }
        let name = mapping.required("issuer")?.string()
        let location = mapping.required("keys").flatMap(keySet)
        let read = mapping.list("read").compactMap(claim)
        let check = mapping.list("check").compactMap(claim)
        let field = mapping["header"]?.string() ?? "Authorization"
        let audience = mapping["audience"]?.string()
        if audience == nil, field.lowercased() == "authorization" {
            value.report(
                "configuration.issuer", "tokens that this issuer gave to others would be believed",
                hint: "name this service's audience, or the header that a mesh fills in")
        }
        if read.isEmpty, check.isEmpty {
            value.report(
                "configuration.issuer", "this issuer's tokens open nothing",
                hint: "add for example check: [\"groups:insights-services\"]")
        }
        guard let name, let location else { return nil }
        return .init(
            name: name, audience: audience, field: field, keys: location, read: read, check: check)
    }

    private func keySet(_ value: YAMLValue) -> Configuration.Serving.Issuer.KeySet? {
        guard value.isMapping else { return webAddress(value).map { .web($0) } }
        return value.mapping(keys: ["file"])?.required("file")?.string().map { .file(path($0)) }
    }

    private func claim(_ value: YAMLValue) -> Configuration.Serving.Issuer.Claim? {
        guard let text = value.string() else { return nil }
        // A claim's name may be a URL.
        let colon = text.lastIndex(of: ":")
        guard let colon, colon > text.startIndex, text.index(after: colon) < text.endIndex else {
            value.report(
                "configuration.claim", "this is no claim with a value",
                hint: "write for example groups:insights-services or scp:mesh-internal")
            return nil
        }
        return .init(
            name: String(text[..<colon]), value: String(text[text.index(after: colon)...]))
    }
}

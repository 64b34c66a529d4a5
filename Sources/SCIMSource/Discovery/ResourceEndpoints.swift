import Directory

/// Where a service keeps users and groups: by `ResourceTypes`, else where the standard puts them.
/// - SeeAlso: RFC 7643 §6; RFC 7644 §3.2
struct ResourceEndpoints: Sendable, Hashable {
    var users = ["Users"]
    var groups = ["Groups"]

    init() {}

    /// - Parameter types: the answer of `ResourceTypes`, a list or a bare array.
    init(_ types: JSONValue) {
        for type in (types["Resources"] ?? types).children {
            guard let path = type["endpoint"]?.string.flatMap(Self.path) else { continue }
            switch type["schema"]?.string?.lowercased() {
            case "urn:ietf:params:scim:schemas:core:2.0:user": users = path
            case "urn:ietf:params:scim:schemas:core:2.0:group": groups = path
            default: continue
            }
        }
    }

    subscript(subject: ReadingSubject) -> [String] { subject == .people ? users : groups }

    /// Relative to the base, as the standard demands; nil for an address elsewhere.
    private static func path(_ endpoint: String) -> [String]? {
        guard !endpoint.contains("://"), !endpoint.contains("?") else { return nil }
        let path = endpoint.split(separator: "/").map(String.init)
        return path.isEmpty || path.contains("..") ? nil : path
    }
}

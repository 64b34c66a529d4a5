import Directory

/// Where a service keeps users and groups: by `ResourceTypes`, else where the standard puts them.
/// - SeeAlso: RFC 7643 §6; RFC 7644 §3.2
struct ResourceEndpoints: Sendable, Hashable {
    var users = ["Users"]
    var groups = ["Groups"]

    init() {}

    /// - Parameters:
    ///   - types: the answer of `ResourceTypes`, a list or a bare array.
    ///   - base: the service's address.
    init(_ types: JSONValue, below base: HTTPURL) {
        for type in (types["Resources"] ?? types).children {
            guard let endpoint = type["endpoint"]?.string,
                let path = Self.path(endpoint, below: base)
            else { continue }
            switch type["schema"]?.string?.lowercased() {
            case "urn:ietf:params:scim:schemas:core:2.0:user": users = path
            case "urn:ietf:params:scim:schemas:core:2.0:group": groups = path
            default: continue
            }
        }
    }

    subscript(subject: ReadingSubject) -> [String] { subject == .people ? users : groups }

    /// Relative to the base, as the standard demands; there are services that repeat the base's path,
    /// or all of it. nil for an address elsewhere.
    private static func path(_ endpoint: String, below base: HTTPURL) -> [String]? {
        func segments(_ text: Substring) -> [String] { text.split(separator: "/").map(String.init) }
        guard !endpoint.contains("?") else { return nil }
        let address = segments(base.text.prefix { $0 != "?" })
        // What stands in front of the path: scheme and host.
        let repeated = endpoint.contains("://") ? address : Array(address.dropFirst(2))
        var path = segments(endpoint[...])
        if path.starts(with: repeated) {
            path.removeFirst(repeated.count)
        } else if endpoint.contains("://") {
            return nil
        }
        return path.isEmpty || path.contains("..") ? nil : path
    }
}

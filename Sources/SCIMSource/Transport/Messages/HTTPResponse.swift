/// What a web service answered, whole.
struct HTTPResponse: Sendable {
    /// The protocol that the connection spoke.
    enum Version: Sendable, Hashable {
        case http1_0
        case http1_1
        case http2
    }

    let status: Int
    let version: Version
    let headers: HTTPHeaders
    /// Without its content coding. **Units:** at most the limit of the configuration.
    let body: [UInt8]
    /// Where a redirect leads, resolved against the request; nil without one, and when it cannot be
    /// resolved.
    let location: String?
}

/// The fields of an answer's head; names are compared without case.
struct HTTPHeaders: Sendable {
    /// Names in lower case, in the answer's order.
    private var fields: [(name: String, value: String)] = []

    /// The first field of that name.
    subscript(name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name == name }?.value
    }

    mutating func append(_ name: some StringProtocol, _ value: some StringProtocol) {
        fields.append((name.lowercased(), String(value)))
    }
}

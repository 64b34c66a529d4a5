import Directory

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
    /// Names and values one behind the other, in the answer's order.
    private var bytes: [UInt8] = []
    /// Of each field, in ``bytes``.
    private var fields: [(name: Range<Int>, value: Range<Int>)] = []

    /// The first field of that name.
    subscript(name: String) -> String? {
        let field = fields.first { field in
            bytes[field.name].elementsEqual(name.utf8) { $0.lowered == $1.lowered }
        }
        return field.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    /// - Parameters: UTF-8.
    mutating func append(_ name: some Collection<UInt8>, _ value: some Collection<UInt8>) {
        let start = bytes.count
        bytes += name
        let middle = bytes.count
        bytes += value
        fields.append((start..<middle, middle..<bytes.count))
    }
}

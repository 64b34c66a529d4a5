import CSimdJSON

/// Head and body of an answer as they arrive, within the limits.
struct AnswerUnderConstruction {
    let limits: HTTPConfiguration.Limits
    private(set) var headers = HTTPHeaders()
    private(set) var body: [UInt8] = []
    /// **Units:** bytes.
    private var headSize = 0
    private var hasBody = false

    init(limits: HTTPConfiguration.Limits) { self.limits = limits }

    /// Takes one line of a head: status line, field or the empty one at its end.
    /// - Returns: what is wrong with it; nil when more is welcome.
    mutating func appendHead(_ line: UnsafeRawBufferPointer) -> HTTPError.Code? {
        headSize += line.count
        guard headSize <= limits.head else { return .headTooLarge }
        if line.starts(with: "HTTP/".utf8) {
            // What came before was an interim answer's.
            headers = HTTPHeaders()
            return nil
        }
        // Trailers say nothing that is of use here.
        guard !hasBody, let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        headers.append(line[..<colon], line[(colon + 1)...].trimmed)
        return nil
    }

    /// Takes a piece of the body.
    /// - Returns: what is wrong with it; nil when more is welcome.
    mutating func appendBody(_ piece: UnsafeRawBufferPointer) -> HTTPError.Code? {
        guard piece.count <= limits.body - body.count else { return .bodyTooLarge }
        if !hasBody {
            hasBody = true
            let length = headers["Content-Length"].flatMap { Int($0) } ?? 0
            // With room behind it, which spares a reader of JSON its copy.
            body.reserveCapacity(max(0, min(length, limits.body)) + Int(rollcall_json_padding))
        }
        body.append(contentsOf: piece)
        return nil
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Without white space at both ends.
    fileprivate var trimmed: Self {
        let start = drop { $0 <= 0x20 }
        guard let last = start.lastIndex(where: { $0 > 0x20 }) else { return start }
        return start[...last]
    }
}

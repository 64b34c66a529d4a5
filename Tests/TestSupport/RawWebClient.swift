import Foundation

/// A web client of the tests' own: says exactly what a test tells it to, and reads the answer to the end
/// of the connection.
public struct RawWebClient: Sendable {
    public struct Answer: Sendable {
        public let status: Int
        /// Names in lower case.
        public let headers: [String: String]
        public let body: String
    }

    private let port: UInt16

    public init(port: UInt16) { self.port = port }

    /// - Parameters:
    ///   - target: path and query, as they go over the wire.
    ///   - headers: beside `Host`, `Connection` and `Content-Length`.
    /// - Throws: when nobody listens, or what comes is no answer.
    public func ask(
        _ method: String = "GET", _ target: String, headers: [String: String] = [:],
        body: String = ""
    ) throws -> Answer {
        var request = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        request += "Connection: close\r\n"
        for (name, value) in headers { request += "\(name): \(value)\r\n" }
        if !body.isEmpty { request += "Content-Length: \(body.utf8.count)\r\n" }
        return try send(request + "\r\n" + body)
    }

    /// Sends the bytes of a whole request.
    public func send(_ request: String) throws -> Answer {
        guard let socket = LoopbackSocket.connect(to: port) else {
            throw POSIXError(.ECONNREFUSED)
        }
        let handle = FileHandle(fileDescriptor: socket, closeOnDealloc: true)
        // A server may answer, and close, before it has read everything.
        signal(SIGPIPE, SIG_IGN)
        try? handle.write(contentsOf: Data(request.utf8))
        var received = Data()
        while let part = try? handle.read(upToCount: 1 << 16), !part.isEmpty { received += part }
        let text = String(decoding: received, as: UTF8.self)
        let halves = text.components(separatedBy: "\r\n\r\n")
        let lines = halves[0].components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count > 1, let status = Int(words[1]) else { throw POSIXError(.EPROTO) }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.components(separatedBy: ": ")
            let value = pair.dropFirst().joined(separator: ": ")
            headers.merge([pair[0].lowercased(): value]) { "\($0), \($1)" }
        }
        return Answer(
            status: status, headers: headers,
            body: halves.dropFirst().joined(separator: "\r\n\r\n"))
    }
}

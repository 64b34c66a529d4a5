import WebTestSupport

extension FaultyService {
    /// The service behind a port, as long as it is held.
    enum Listener {
        case web(ScriptedWebServer)
        case wire(RawWebServer)

        var url: String {
            switch self {
            case .web(let server): server.url(FaultyService.base)
            case .wire(let server): server.url + FaultyService.base
            }
        }
    }

    func listen() async throws -> Listener {
        guard let wire = habits.wire else {
            return .web(
                try await ScriptedWebServer { request, _ in
                    self.answer(
                        request.target, request["Authorization"], known: request["If-None-Match"]
                    ).1
                })
        }
        return .wire(
            try RawWebServer { head, _ in
                let lines = head.split(separator: "\r\n")
                let target = lines.first?.split(separator: " ").dropFirst().first ?? "/"
                let key = lines.first { $0.lowercased().hasPrefix("authorization: ") }
                let (question, answer) = self.answer(
                    String(target), key.map { String($0.dropFirst(15)) })
                return wire(question, answer.text) ?? [.send(answer.text)]
            })
    }
}

extension ScriptedWebServer.Answer {
    /// As it goes over the wire.
    fileprivate var text: String {
        let fields = headers.map { "\($0): \($1)\r\n" }.joined()
        return "HTTP/1.1 \(status) -\r\n\(fields)Content-Length: \(body.count)\r\n"
            + "Connection: close\r\n\r\n" + String(decoding: body, as: UTF8.self)
    }
}

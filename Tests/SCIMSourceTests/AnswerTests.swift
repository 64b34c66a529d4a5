import Testing

@testable import SCIMSource

/// Answers as they arrive, piece by piece.
struct AnswerTests {
    private func answer(head: Int = 1000, body: Int = 10) -> AnswerUnderConstruction {
        AnswerUnderConstruction(limits: .init(head: head, body: body))
    }

    @Test func `fields of interim answers and trailers are not the answer's`() {
        var answer = answer()
        let head = [
            "HTTP/1.1 103 Early Hints\r\n", "Retry-After: 1\r\n", "\r\n", "HTTP/1.1 200 OK\r\n",
            "ETag:  \"x:y\" \r\n", "no field\r\n", "X-Empty:\r\n", "\r\n",
        ]
        for line in head { #expect(answer.head(line) == nil) }
        #expect(answer.body("{}") == nil)
        #expect(answer.head("Location: /elsewhere\r\n") == nil)
        #expect(answer.headers["Retry-After"] == nil)
        #expect(answer.headers["etag"] == "\"x:y\"")
        #expect(answer.headers["X-Empty"] == "")
        #expect(answer.headers["Location"] == nil)
        #expect(answer.body == Array("{}".utf8))
    }

    @Test func `limits count to the byte`() {
        var answer = answer(head: 17)
        #expect(answer.head("HTTP/1.1 200 OK\r\n") == nil)
        #expect(answer.head("\r") == .headTooLarge)
        #expect(answer.body("12345") == nil)
        #expect(answer.body("67890") == nil)
        #expect(answer.body("1") == .bodyTooLarge)
        #expect(answer.body.count == 10)
    }

    @Test(arguments: ["-1", "9223372036854775807", "99999999999999999999", "many"])
    func `an announced length that makes no sense reserves nothing beyond the limit`(length: String)
    {
        var answer = answer()
        _ = answer.head("Content-Length: \(length)\r\n")
        #expect(answer.body("{}") == nil)
        #expect(answer.body.capacity < 1000)
    }
}

extension AnswerUnderConstruction {
    fileprivate mutating func head(_ line: String) -> HTTPError.Code? {
        Array(line.utf8).withUnsafeBytes { appendHead($0) }
    }

    fileprivate mutating func body(_ piece: String) -> HTTPError.Code? {
        Array(piece.utf8).withUnsafeBytes { appendBody($0) }
    }
}

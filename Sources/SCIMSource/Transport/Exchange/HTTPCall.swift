/// One exchange that somebody waits for.
struct HTTPCall: Sendable {
    let request: HTTPRequest
    let answer = Awaited<HTTPResponse>()
}

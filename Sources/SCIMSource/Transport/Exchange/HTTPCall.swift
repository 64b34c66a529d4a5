/// One exchange that somebody waits for.
struct HTTPCall: Sendable {
    let request: HTTPRequest
    /// nil for one that the server was not to be asked.
    let answer = Awaited<HTTPResponse?>()
}

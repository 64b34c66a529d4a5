import CCurl
import Directory

/// An address of a web service: `https://host[:port][/path][?query]`, or `http://` on this machine.
///
/// One that would speak in clear to another machine, or that carries a name and password, cannot be
/// made, so that no later step has to ask.
/// - SeeAlso: RFC 3986; read by libcurl, so that what is checked is what will be connected to
public struct HTTPURL: Sendable, Hashable {
    /// Where a server listens.
    struct Origin: Sendable, Hashable, CustomStringConvertible {
        let scheme: String
        /// In lower case; an IPv6 address in brackets.
        let host: String
        let port: String

        var description: String { "\(scheme)://\(host):\(port)" }
    }

    /// The whole of it, as it is asked for.
    let text: String
    let origin: Origin

    /// Nil when `text` is no such URL.
    public init?(_ text: String) {
        guard let url = curl_url() else { return nil }
        defer { curl_url_cleanup(url) }
        func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard curl_url_get(url, part, &value, UInt32(flags)) == CURLUE_OK, let value else {
                return nil
            }
            defer { curl_free(value) }
            return String(cString: value)
        }
        guard curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK,
            let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST)?.lowercased(),
            let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT), let whole = part(CURLUPART_URL),
            [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_FRAGMENT].allSatisfy({ part($0) == nil })
        else { return nil }
        self.text = whole
        origin = Origin(scheme: scheme, host: host, port: port)
        guard scheme == "https" || scheme == "http" && isLoopback else { return nil }
    }

    private init(_ text: String, at origin: Origin) { (self.text, self.origin) = (text, origin) }

    /// Whether what is said stays on this machine.
    var isLoopback: Bool { origin.host == "[::1]" || origin.host.isLoopbackHost }

    /// The address of something below this one.
    /// - Parameters:
    ///   - path: segments, not yet escaped; a slash within one does not divide it.
    ///   - query: names and values in this order, not yet escaped; they follow what this one asks.
    func appending(path: [String] = [], query: [(name: String, value: String)] = []) -> HTTPURL {
        appending(path: path, escapedQuery: query.formEncoded)
    }

    /// The same of a query that is escaped already.
    func appending(path: [String] = [], escapedQuery: String) -> HTTPURL {
        let mark = text.firstIndex(of: "?") ?? text.endIndex
        var base = text[..<mark]
        if !path.isEmpty, base.hasSuffix("/") { base.removeLast() }
        let segments = path.map { "/" + $0.percentEncoded }.joined()
        let whole = [String(text[mark...].dropFirst()), escapedQuery].filter { !$0.isEmpty }
            .joined(separator: "&")
        return HTTPURL(base + segments + (whole.isEmpty ? "" : "?" + whole), at: origin)
    }
}

extension HTTPURL: CustomStringConvertible {
    /// The server alone: paths and queries may name somebody.
    public var description: String { origin.description }
}

import CCurl

/// One exchange at work: the one owner of libcurl's easy handle.
///
/// Not `Sendable`: it lives on the queue of its ``HTTPTransport``.
final class Transfer {
    let call: HTTPCall
    let easy: UnsafeMutableRawPointer
    private var answer: AnswerUnderConstruction
    /// What ended the transfer from this side.
    private var fault: HTTPError.Code?
    private let timeouts: HTTPConfiguration.Timeouts
    private let start = ContinuousClock.now
    /// When the last byte of the answer came; nil before the first.
    private var lastByte: ContinuousClock.Instant?
    private var fields: UnsafeMutablePointer<curl_slist>?
    /// libcurl's text of the last fault.
    private let message: UnsafeMutablePointer<CChar>

    /// - Throws: ``HTTPError`` when libcurl has no memory, or does not take an option.
    init(_ call: HTTPCall, _ configuration: HTTPConfiguration) throws(HTTPError) {
        let origin = call.request.url.origin
        guard let easy = curl_easy_init() else {
            throw HTTPError(.invalidConfiguration, server: origin)
        }
        self.call = call
        self.easy = easy
        timeouts = configuration.timeouts
        answer = AnswerUnderConstruction(limits: configuration.limits)
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let result = configure(configuration)
        guard result == CURLE_OK else {
            throw HTTPError(
                .invalidConfiguration, server: origin,
                text: String(cString: curl_easy_strerror(result)))
        }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(fields)
        message.deallocate()
    }

    private func configure(_ configuration: HTTPConfiguration) -> CURLcode {
        let options = EasyOptions(easy)
        options.set(call.request, configuration)
        fields = options.setFields(of: call.request)
        options.set(CURLOPT_ERRORBUFFER, to: UnsafeRawPointer(message))
        // Borrowed: the handle does not outlive this object.
        options.receive(into: Unmanaged.passUnretained(self).toOpaque())
        return options.result
    }

    /// Called with each piece of the answer.
    /// - Returns: whether more is wanted.
    func take(_ add: (inout AnswerUnderConstruction) -> HTTPError.Code?) -> Bool {
        guard fault == nil else { return false }
        lastByte = .now
        fault = add(&answer)
        return fault == nil
    }

    func isOverdue(at now: ContinuousClock.Instant) -> Bool {
        if now >= start + timeouts.total { return true }
        if let lastByte { return now >= lastByte + timeouts.stall }
        // Until the connection stands, libcurl's own time-out for that holds.
        guard let connected = connectTime else { return false }
        return now >= start + connected + timeouts.firstByte
    }

    /// How long it took until the request could be sent; nil before that.
    private var connectTime: Duration? {
        var microseconds: curl_off_t = 0
        rollcall_curl_get_size(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
        return microseconds > 0 ? .microseconds(microseconds) : nil
    }
}

extension Transfer {
    func outcome(_ result: CURLcode) -> Result<HTTPResponse, HTTPError> {
        guard result == CURLE_OK else {
            let text = String(cString: message)
            return .failure(error(fault ?? HTTPError.Code(result, text: text), text))
        }
        var status = 0
        var version = 0
        var location: UnsafePointer<CChar>?
        rollcall_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        rollcall_curl_get_long(easy, CURLINFO_HTTP_VERSION, &version)
        rollcall_curl_get_text(easy, CURLINFO_REDIRECT_URL, &location)
        return .success(
            HTTPResponse(
                status: status, version: HTTPResponse.Version(version), headers: answer.headers,
                body: answer.body, location: location.map { String(cString: $0) }))
    }

    func error(_ code: HTTPError.Code, _ text: String = "") -> HTTPError {
        HTTPError(code, server: call.request.url.origin, text: text)
    }
}

extension HTTPResponse.Version {
    /// - Parameter number: one of libcurl's `CURL_HTTP_VERSION` constants.
    fileprivate init(_ number: Int) {
        self =
            switch number {
            case Int(CURL_HTTP_VERSION_1_0): .http1_0
            case Int(CURL_HTTP_VERSION_2_0): .http2
            default: .http1_1
            }
    }
}

import CCurl

/// Sets the options of one easy handle, and keeps the first refusal.
final class EasyOptions {
    private let easy: UnsafeMutableRawPointer
    private(set) var result = CURLE_OK

    init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

    private func keep(_ result: CURLcode) {
        if self.result == CURLE_OK { self.result = result }
    }

    func set(_ option: CURLoption, to value: Int) {
        keep(rollcall_curl_set_long(easy, option, value))
    }

    func set(_ option: CURLoption, to value: String) {
        keep(rollcall_curl_set_text(easy, option, value))
    }

    func set(_ option: CURLoption, to value: UnsafeRawPointer) {
        keep(rollcall_curl_set_pointer(easy, option, value))
    }

    private func set(_ option: CURLoption, to value: Duration) {
        set(option, to: max(1, Int(value / .milliseconds(1))))
    }

    /// Everything but who receives the answer.
    func set(_ request: HTTPRequest, _ configuration: HTTPConfiguration) {
        set(CURLOPT_URL, to: request.url.text)
        set(CURLOPT_PROTOCOLS_STR, to: request.url.origin.scheme)
        set(CURLOPT_FOLLOWLOCATION, to: 0)
        // HTTP/2 where TLS negotiates it; in clear HTTP/1.1 alone.
        set(CURLOPT_HTTP_VERSION, to: Int(CURL_HTTP_VERSION_2TLS))
        // One connection for all streams of HTTP/2; where there are none, waiting for it would put one
        // exchange behind the other.
        if request.url.origin.scheme == "https" { set(CURLOPT_PIPEWAIT, to: 1) }
        set(CURLOPT_TCP_KEEPALIVE, to: 1)
        // Every coding that libcurl can undo.
        set(CURLOPT_ACCEPT_ENCODING, to: "")
        // An announced length is refused at once; what is not announced is counted.
        keep(
            rollcall_curl_set_size(
                easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(configuration.limits.body)))
        set(CURLOPT_USERAGENT, to: "rollcall")
        set(CURLOPT_NOSIGNAL, to: 1)
        // Name resolution that is given up ends on a thread of its own, without anybody waiting.
        set(CURLOPT_QUICK_EXIT, to: 1)
        // Large enough for few calls, and no memory that the system has to give anew for each exchange.
        set(CURLOPT_BUFFERSIZE, to: 64 << 10)
        set(CURLOPT_CONNECTTIMEOUT_MS, to: configuration.timeouts.connect)
        // What this side watches over too, should it be late.
        set(CURLOPT_TIMEOUT_MS, to: configuration.timeouts.total + .seconds(1))
        if case .post(let form) = request.method {
            set(CURLOPT_POSTFIELDSIZE, to: form.utf8.count)
            set(CURLOPT_COPYPOSTFIELDS, to: form)
        }
        setProxy(for: request.url)
        set(configuration.tls)
    }

    /// The environment's proxy, which sees nothing of a tunnel; what is for this machine stays on it.
    private func setProxy(for url: HTTPURL) {
        if url.isLoopback { set(CURLOPT_PROXY, to: "") }
        set(CURLOPT_HEADEROPT, to: Int(CURLHEADER_SEPARATE))
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, to: 1)
    }

    private func set(_ tls: HTTPConfiguration.TLS) {
        set(CURLOPT_SSL_VERIFYPEER, to: 1)
        set(CURLOPT_SSL_VERIFYHOST, to: 2)
        set(CURLOPT_SSLVERSION, to: Int(CURL_SSLVERSION_TLSv1_2))
        let files = [
            (CURLOPT_CAINFO, tls.ca), (CURLOPT_SSLCERT, tls.certificate), (CURLOPT_SSLKEY, tls.key),
        ]
        for case (let option, let file?) in files { set(option, to: file) }
        // The folder of the machine's authorities would be believed beside the file.
        if tls.ca != nil { keep(rollcall_curl_set_text(easy, CURLOPT_CAPATH, nil)) }
        // An encrypted key fails; OpenSSL would ask the terminal, and wait.
        set(CURLOPT_KEYPASSWD, to: "")
    }

    /// - Returns: the list, which must live as long as the handle.
    func setFields(of request: HTTPRequest) -> UnsafeMutablePointer<curl_slist>? {
        var lines = ["Accept: \(request.accept)"]
        if let credential = request.credential {
            lines.append("Authorization: \(credential.value)")
        }
        if let tag = request.known { lines.append("If-None-Match: \(tag.rawValue)") }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                keep(CURLE_OUT_OF_MEMORY)
                break
            }
            list = longer
        }
        if let list { set(CURLOPT_HTTPHEADER, to: UnsafeRawPointer(list)) }
        return list
    }

    /// - Parameter transfer: an unretained ``Transfer``, which gets head and body.
    func receive(into transfer: UnsafeMutableRawPointer) {
        set(CURLOPT_HEADERDATA, to: UnsafeRawPointer(transfer))
        set(CURLOPT_WRITEDATA, to: UnsafeRawPointer(transfer))
        keep(
            rollcall_curl_set_receiver(easy, CURLOPT_HEADERFUNCTION) {
                bytes, size, count, context in
                let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.take { $0.appendHead(line) } ? line.count : 0
            })
        keep(
            rollcall_curl_set_receiver(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
                let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.take { $0.appendBody(piece) } ? piece.count : 0
            })
    }
}

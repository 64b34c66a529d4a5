import CCurl
import Directory

extension HTTPResponse {
    /// How long the server asks to wait: `Retry-After` in seconds or as a date, or for status 429
    /// the end of the period that `X-Rate-Limit-Reset` names. Nothing when that is over; nil when it
    /// asks for no wait, or for what cannot be read.
    ///
    /// Moments count from the server's own clock, where it shows it: ours may differ.
    /// - Parameter now: by this machine's clock.
    /// - SeeAlso: RFC 9110 §10.2.3
    func requestedWait(now: Timestamp) -> Duration? {
        func wait(until moment: Timestamp) -> Int64 {
            let present = headers["Date"].flatMap(Timestamp.init(httpDate:)) ?? now
            return moment.secondsSinceEpoch - present.secondsSinceEpoch
        }
        var seconds: Int64?
        if let text = headers["Retry-After"] {
            seconds = text.wholeNumber ?? Timestamp(httpDate: text).map(wait)
        } else if status == 429, let reset = headers["X-Rate-Limit-Reset"]?.wholeNumber {
            seconds = wait(until: Timestamp(secondsSinceEpoch: reset))
        }
        return seconds.map { .seconds(max(0, $0)) }
    }
}

extension Timestamp {
    /// In any of the three forms of HTTP; nil when it is none.
    /// - SeeAlso: RFC 9110 §5.6.7
    init?(httpDate text: String) {
        // What begins with a digit or sign is a number to libcurl, and means a day to it.
        guard text.first?.isLetter == true else { return nil }
        let seconds = curl_getdate(text, nil)
        guard seconds >= 0 else { return nil }
        self.init(secondsSinceEpoch: Int64(seconds))
    }
}

extension String {
    /// Digits alone; a number beyond a hundred years stands for that.
    fileprivate var wholeNumber: Int64? {
        guard !isEmpty, utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return min(Int64(self) ?? .max, 100 * 366 * 86_400)
    }
}

import Entitlements
import HTTPTypes
import HummingbirdCore

/// What is sent back: bytes that are ready to go, or a stream of those to come.
struct WebAnswer: Sendable {
    /// What the body is.
    enum MediaType: String, Sendable {
        case json = "application/json"
        case problem = "application/problem+json"
        case scim = "application/scim+json"
        case text = "text/plain; charset=utf-8"
        case events = "text/event-stream"
        case gzip = "application/gzip"
        case metrics = "text/plain; version=0.0.4; charset=utf-8"
    }

    var status: HTTPResponse.Status
    var body: [UInt8]
    var type: MediaType
    /// Begin with ``HTTPTypes/HTTPFields/ofEveryAnswer``.
    var fields: HTTPFields
    /// Writes the body while it comes into being, in place of ``body``.
    var stream: (@concurrent @Sendable (inout any ResponseBodyWriter) async throws -> Void)?
    /// How much the stream writes; nil when that is not known before. **Units:** bytes.
    var length: Int?

    init(
        _ status: HTTPResponse.Status = .ok, _ body: [UInt8], type: MediaType = .json,
        fields: HTTPFields = .ofEveryAnswer
    ) {
        self.status = status
        self.body = body
        self.type = type
        self.fields = fields
    }

    /// An answer in JSON, where speed does not matter.
    init(_ value: JSONValue, type: MediaType = .json) {
        self.init(.ok, CanonicalJSON.bytes(of: value), type: type)
    }

    /// An answer that the client has already, if it says so.
    /// - Parameters:
    ///   - tag: names the content: `W/"…"`.
    ///   - known: the value of `If-None-Match`.
    func tagged(_ tag: String, known: String?) -> WebAnswer {
        var answer = self
        answer.fields[.eTag] = tag
        if let known, Self.names(known, tag) {
            answer.status = .notModified
            answer.body = []
            answer.stream = nil
        }
        return answer
    }

    /// Whether one of the tags is that one; weakness does not matter (RFC 9110 §13.1.2).
    private static func names(_ known: String, _ tag: String) -> Bool {
        func strong(_ tag: some StringProtocol) -> String {
            tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : String(tag)
        }
        return known.split(separator: ",").contains { part in
            let text = part.trimming { $0 == " " || $0 == "\t" }
            return text == "*" || strong(text) == strong(tag)
        }
    }
}

extension Substring {
    /// Without those characters at both ends.
    fileprivate func trimming(_ isDropped: (Character) -> Bool) -> Substring {
        var text = drop(while: isDropped)
        while let last = text.last, isDropped(last) { text.removeLast() }
        return text
    }
}

extension HTTPFields {
    /// Who has access is nobody's to keep: not a proxy's, and not without asking again.
    static let ofEveryAnswer: HTTPFields = [
        .cacheControl: "private, no-cache", .xContentTypeOptions: "nosniff",
    ]

    /// The value of a field that comes once; nil without it, and when it comes again.
    func only(_ name: HTTPField.Name) -> String? {
        guard let place = firstIndex(where: { $0.name == name }),
            !self[(place + 1)...].contains(where: { $0.name == name })
        else { return nil }
        return self[place].value
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id") ?? .eTag
    /// The revision that the answer is of.
    static let revision = HTTPField.Name("Rollcall-Revision") ?? .eTag
    /// Up to when each source is known completely: `corp="2026-11-22T09:00:00Z"`.
    static let freshness = HTTPField.Name("Rollcall-Complete-As-Of") ?? .eTag
}

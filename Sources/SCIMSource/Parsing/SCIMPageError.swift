import Directory

/// A body that is no page of a list: nothing of it was taken.
package struct SCIMPageError: Error, Hashable {
    /// What it is instead. **Shape:** the raw value is the stable word of ``IncompleteReason/code``.
    package enum Code: String, Hashable, CaseIterable, Sendable {
        case emptyBody = "empty-body"
        /// A login page, a proxy's notice.
        case html
        case malformedJSON = "malformed-json"
        case jsonTooDeep = "json-too-deep"
        case outOfMemory = "out-of-memory"
        /// JSON, and neither a list nor an error.
        case notAListResponse = "not-a-list-response"
        /// JSON, and neither a resource nor an error.
        case notAResource = "not-a-resource"
        /// An error of the protocol, whatever the HTTP status says.
        case errorResponse = "error-response"
    }

    package let code: Code
    /// **Units:** bytes of the body.
    package let size: Int
    /// Of ``Code/errorResponse`` alone.
    package let response: ErrorResponse?

    init(_ code: Code, size: Int, response: ErrorResponse? = nil) {
        self.code = code
        self.size = size
        self.response = response
    }

    init(_ fault: JSONFault, size: Int) {
        let code: Code =
            switch fault {
            case .empty: .emptyBody
            case .malformed, .noText: .malformedJSON
            case .tooDeep: .jsonTooDeep
            case .outOfMemory: .outOfMemory
            }
        self.init(code, size: size)
    }
}

extension SCIMPageError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One safe sentence.
    package var description: String {
        var parts = [code.words, "\(size) bytes"]
        if let status = response?.status { parts.append("status \(status)") }
        if let word = response?.safeType { parts.append(word) }
        return parts.joined(separator: ", ")
    }

    /// All of it, with the server's own words.
    package var debugDescription: String {
        let words = [response?.scimType, response?.detail].compactMap(\.self)
        return "\(code.rawValue): \(([description] + words).joined(separator: ": "))"
    }

    /// For metrics. **Shape:** one of ``Code``'s words.
    package var label: String { code.rawValue }

    /// Why a reading that met this page proves nothing.
    package var incompleteReason: IncompleteReason {
        IncompleteReason(code: code.rawValue, message: description, hint: code.hint)
    }
}

extension SCIMPageError.Code {
    /// What happened, for a sentence.
    fileprivate var words: String {
        switch self {
        case .emptyBody: "the answer has an empty body"
        case .html: "the answer is HTML and no JSON"
        case .malformedJSON: "the answer is no JSON or ends early"
        case .jsonTooDeep: "the answer's JSON is nested too deeply"
        case .outOfMemory: "the answer does not fit into memory"
        case .notAListResponse: "the answer is JSON and no list of resources"
        case .notAResource: "the answer is JSON and no resource"
        case .errorResponse: "the answer is an error of the protocol"
        }
    }

    /// What to do about it.
    fileprivate var hint: String {
        switch self {
        case .emptyBody: "look at the server's log"
        case .html: "look at `url`: a login page or a proxy may have answered"
        case .malformedJSON, .jsonTooDeep:
            "look at the server's log, and for a proxy that cuts answers"
        case .outOfMemory: "ask for smaller pages"
        case .notAListResponse, .notAResource: "look at `url`: it must be the base of SCIM 2.0"
        case .errorResponse: "look at the status and at the reader's rights"
        }
    }
}

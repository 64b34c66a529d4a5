import Entitlements
import HTTPTypes

/// Why a request is not answered as it was meant to be. Its sentences name nobody.
struct WebProblem: Error, Sendable {
    let status: HTTPResponse.Status
    /// One word for machines, out of a bounded set: the end of the problem's `type`.
    let word: String
    /// One sentence: what is wrong, or what to do.
    let detail: String
    /// What goes with the status: `Allow`, `Retry-After`, `WWW-Authenticate`.
    var fields: HTTPFields = [:]
    /// Of a SCIM error; nil where RFC 7644 names none.
    var scimType: String?

    init(
        _ status: HTTPResponse.Status, _ word: String, _ detail: String, fields: HTTPFields = [:],
        scimType: String? = nil
    ) {
        self.status = status
        self.word = word
        self.detail = detail
        self.fields = fields
        self.scimType = scimType
    }

    static func badQuery(_ detail: String, scimType: String = "invalidValue") -> WebProblem {
        WebProblem(.badRequest, "bad-request", detail, scimType: scimType)
    }

    static func badBody(_ detail: String) -> WebProblem {
        WebProblem(.badRequest, "bad-request", detail, scimType: "invalidSyntax")
    }

    static func notFound(_ detail: String) -> WebProblem {
        WebProblem(.notFound, "not-found", detail)
    }

    /// For a path that nothing belongs to.
    static let nowhere = notFound("there is nothing here; see /v1/openapi.json")

    static func notAllowed(_ allowed: String) -> WebProblem {
        WebProblem(
            .methodNotAllowed, "method-not-allowed",
            "this is for reading: what is in force changes by decisions alone",
            fields: [.allow: allowed])
    }

    static func unauthorized(_ detail: String) -> WebProblem {
        WebProblem(
            .unauthorized, "unauthorized", detail,
            fields: [.wwwAuthenticate: "Bearer realm=\"rollcall\""])
    }

    /// The same whatever is wrong with the token.
    static let opensNothing = unauthorized("this token opens nothing, or no longer")

    /// - Parameter served: the revision that there is instead.
    static func notYet(_ revision: Revision, served: Revision) -> WebProblem {
        WebProblem(
            .conflict, "not-yet",
            "revision \(revision) is not in force yet; this is revision \(served)",
            fields: [.retryAfter: "2"])
    }

    static func unavailable(_ detail: String) -> WebProblem {
        WebProblem(.serviceUnavailable, "unavailable", detail, fields: [.retryAfter: "2"])
    }
}

extension WebProblem {
    /// How errors are written in a part of the service.
    enum Dialect: Sendable {
        /// RFC 9457.
        case problem
        /// RFC 7644 §3.12.
        case scim
    }

    /// The answer that says so.
    func answer(in dialect: Dialect) -> WebAnswer {
        let body: JSONValue
        let type: WebAnswer.MediaType
        switch dialect {
        case .problem:
            type = .problem
            body = [
                "type": .string("urn:rollcall:problem:\(word)"),
                "title": .string(status.reasonPhrase), "status": .number(status.code),
                "detail": .string(detail),
            ]
        case .scim:
            type = .scim
            var members: [String: JSONValue] = [
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
                "status": .string("\(status.code)"), "detail": .string(detail),
            ]
            if status == .badRequest, let scimType { members["scimType"] = .string(scimType) }
            body = .object(members)
        }
        return WebAnswer(
            status, CanonicalJSON.bytes(of: body), type: type, fields: .ofEveryAnswer + fields)
    }
}

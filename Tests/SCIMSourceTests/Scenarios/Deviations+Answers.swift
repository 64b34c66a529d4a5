import WebTestSupport

// P4, P5

extension Deviation {
    /// A body instead of the third page of users.
    private static func instead(
        _ name: String, _ reason: String, _ type: String, _ body: String
    ) -> Deviation {
        Deviation(name, .incomplete(reason)) { habits in
            habits.instead = {
                $0.isUsers(2) ? .init(headers: ["Content-Type": type], text: body) : nil
            }
        }
    }

    static let bodies = [
        Deviation("begins with a byte order mark") {
            $0.answer = { answer, _ in answer.body = [0xEF, 0xBB, 0xBF] + answer.body }
        },
        Deviation("calls its JSON HTML") {
            $0.answer = { answer, _ in answer.headers["Content-Type"] = "text/html" }
        },
        Deviation("does not say what it sends") {
            $0.answer = { answer, _ in answer.headers = [:] }
        },
        Deviation("shows a page to log in", .incomplete("html")) {
            $0.instead = { _ in .init(headers: ["Content-Type": "text/html"], text: "<html>") }
        },
        instead("shows a page to log in, in mid-list", "html", "text/html", "<!DOCTYPE html><p>"),
        instead("sends nothing, in mid-list", "empty-body", "application/json", ""),
        instead(
            "sends an error with success, in mid-list", "error-response", "application/scim+json",
            #"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"500"}"#),
        instead(
            "sends something else, in mid-list", "not-a-list-response", "application/json", "{}"),
        instead("sends an array, in mid-list", "not-a-list-response", "application/json", "[]"),
        Deviation("cuts a page, under its right length", .incomplete("malformed-json")) {
            $0.answer = { answer, question in
                if question.isUsers(2) { answer.body.removeLast(answer.body.count / 2) }
            }
        },
        Deviation("lists nobody, with success", .incomplete("no-people")) {
            $0.part = { part, _, question in if question.isOfUsers { part = 0..<0 } }
            $0.page = { page, question in if question.isOfUsers { page["totalResults"] = 0 } }
        },
        Deviation("lists nothing, though it counts", .incomplete("total-mismatch")) {
            $0.part = { part, _, _ in part = 0..<0 }
        },
        Deviation(
            "lists nothing behind the first page", .incomplete("paging-stalled"), mostRequests: 60
        ) {
            $0.part = { part, _, _ in if part.lowerBound > 0 { part = 0..<0 } }
        },
    ]

    private static func status(
        _ name: String, _ status: Int, _ outcome: Outcome = .exact, mostRequests: Int = 24,
        when isMeant: @escaping @Sendable (ServiceQuestion) -> Bool
    ) -> Deviation {
        Deviation(name, outcome, mostRequests: mostRequests) { habits in
            habits.instead = { isMeant($0) ? .error(status) : nil }
        }
    }

    /// Another server, which must not be asked.
    // Without a port the tests cannot go on.
    static let elsewhere = try! RawWebServer { _ in [] }

    static let statuses = [
        status("says nothing of itself", 404) { !$0.isOfUsers && !$0.isOfGroups },
        status("falls over when asked for itself", 500) { !$0.isOfUsers && !$0.isOfGroups },
        status("knows no credential", 401, .incomplete("invalid-credentials"), mostRequests: 1) {
            _ in
            true
        },
        status("forgets the credential, in mid-list", 401, .incomplete("invalid-credentials")) {
            $0.isUsers(2)
        },
        status("denies access", 403, .incomplete("access-denied")) { $0.isOfUsers },
        status("denies access, in mid-list", 403, .incomplete("access-denied")) { $0.isUsers(2) },
        status("has no users", 404, .incomplete("not-found")) { $0.isOfUsers },
        status("has no groups", 404, .incomplete("not-found")) { $0.isOfGroups },
        status("falls over, in mid-list", 500, .incomplete("unavailable")) { $0.isUsers(2) },
        status("is busy once, in mid-list", 503) { $0.isUsers(2) },
        status("is behind a gateway that fails once", 502) { $0.isUsers(1) },
        status("is behind a gateway that is late once", 504) { $0.isUsers(1) },
        status("is always busy", 503, .incomplete("unavailable"), mostRequests: 11) {
            $0.isOfUsers
        },
        status("refuses what is behind the end", 404) {
            Int($0.query["startIndex"] ?? "") ?? 0 > 37
        },
        Deviation("redirects to another server", .incomplete("redirected")) { habits in
            habits.instead = {
                $0.isOfUsers ? .init(302, headers: ["Location": elsewhere.url]) : nil
            }
        },
        Deviation(
            "redirects within the server, and wants the credential", .incomplete("redirected")
        ) {
            $0.instead = {
                $0.isOfUsers && $0.visit == 0
                    ? .init(301, headers: ["Location": "./Users/?a"]) : nil
            }
        },
    ]
}

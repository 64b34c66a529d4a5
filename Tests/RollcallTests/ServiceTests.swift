import Foundation
import TestSupport
import Testing

/// The read service as other services meet it: the built binaries, over a socket.
@Suite(.blocking) struct ServiceTests {
    @Test func `checks, lists and explanations are what the command says`() throws {
        let served = try ServedSite()
        let check = try served.ask("/v1/check?person=ada&role=insights-viewer")
        #expect(check.status == 200, "\(check.body)")
        #expect(check.headers["rollcall-revision"] == "1")
        #expect(check.headers["rollcall-complete-as-of"] == "corp=\"2026-11-22T09:00:00Z\"")
        let answer = JSON(text: check.body)
        #expect(answer.holds.bool == true && answer.revision.int == 1)
        #expect(answer.active.bool == true)
        #expect(answer.scope.string == "organization" && answer.formatVersion.int == 1)
        #expect(answer.freshness[0].completeAsOf.string == "2026-11-22T09:00:00Z")

        // Lee's own line, by interval numbers; ada is below lee, kim is not.
        for (on, holds) in [("person:ada", true), ("person:kim", false), ("person:lee", false)] {
            let path = "/v1/check?person=lee&role=insights-manager&on=\(on)"
            #expect(try served.json(path).holds.bool == holds, "\(on)")
        }
        let batch = try served.json(
            "/v1/check", "POST",
            body:
                #"{"checks":[{"person":"ada","role":"insights-viewer"},{"person":"x","role":"y"}]}"#
        )
        #expect(batch.results.array.map(\.ground.string) == ["held", "unknown-person"])

        let listed = try served.site.run("entitlements", "--format", "json").json.entitlements
        for person in Set(listed.array.compactMap(\.person.string)) {
            let theirs = try served.json("/v1/entitlements?person=\(person)").entitlements.array
            let wanted = listed.array.filter { $0.person.string == person }
            #expect(
                Set(theirs.map { "\($0.role.string ?? "") \($0.scope.string ?? "")" })
                    == Set(wanted.map { "\($0.role.string ?? "") \($0.scope.string ?? "")" }))
        }
        let viewers = listed.array.filter { $0.role.string == "insights-viewer" }
        let holders = try served.json("/v1/who-can?role=insights-viewer&limit=1000").holders.array
        #expect(holders.count == viewers.count && !holders.isEmpty)
        let why = try served.ask("/v1/why?person=ada&role=insights-viewer")
        #expect(
            why.body
                == (try served.site.run("why", "ada", "insights-viewer", "--format", "json").out))
        let people = try served.json(
            "/v1/people?filter=department%20eq%20%22Builder%20Relations%22")
        #expect(people.people.array.contains { $0.userName.string == "ada" })
        let exported = try served.site.run("directory", "person", "ada", "--format", "json")
        #expect(!exported.out.isEmpty)
        let group = try served.json("/v1/groups?display=builder-relations").groups[0]
        let id = try #require(group.id.string)
        #expect(try served.json("/v1/groups/\(id)").group.members.array.count > 5)
        #expect(try served.json("/v1/roles").roles.array.count > 3)
        #expect(try served.json("/v1/sources").sources[0].id.string == "corp")
    }

    @Test func `nobody reads without a token, and a token opens what it is for`() throws {
        let served = try ServedSite()
        let path = "/v1/check?person=ada&role=insights-viewer"
        let whole = try #require(served.token)
        for token in [nil, "", "rollcall_00", whole + "0"] {
            served.token = token
            let answer = try served.ask(path)
            #expect(answer.status == 401 && answer.headers["www-authenticate"] != nil)
            #expect(answer.headers["content-type"] == "application/problem+json")
        }
        let made = try served.site.run(
            "tokens", "create", "gate", "--scope", "check", "--format", "json")
        served.token = made.json.token.string
        #expect(try served.eventually { try served.ask(path).status == 200 })
        for path in ["people", "groups", "roles", "entitlements?person=ada", "who-can?role=x"] {
            #expect(try served.ask("/v1/\(path)").status == 403, "\(path)")
        }
        #expect(try served.site.run("tokens", "revoke", "gate").status == 0)
        #expect(try served.eventually { try served.ask(path).status == 401 })
        for secret in [whole, served.token ?? "", "person=ada", "Fischer"] {
            #expect(!served.said.contains(secret), "\(served.said)")
        }
    }

    @Test func `a revision that comes is waited for, and the past can be asked`() throws {
        let served = try ServedSite()
        let path = "/v1/check?person=ivo&role=insights-viewer"
        #expect(try served.json(path + "&atLeast=1").holds.bool == true)
        let early = try served.ask(path + "&atLeast=2")
        #expect(early.status == 409 && early.headers["retry-after"] == "2")
        served.site.command.now = "2026-11-22T10:00:00Z"
        try served.site.edit(
            "directory.ldif", replacing: "Employee\nemployeeNumber: 1006",
            with: "Terminated\nemployeeNumber: 1006")
        // The mappings let a leaver's access be revoked without asking anybody.
        try served.site.sync()
        #expect(try served.json(path + "&atLeast=2").holds.bool == false)
        #expect(try served.json(path + "&asOf=1").holds.bool == true)
        #expect(try served.json("/v1/revision?asOf=1").revision.int == 1)
        for bad in ["asOf=9", "asOf=x", "asOf=2099-01-01", "asOf=1&atLeast=1", "asof=1"] {
            #expect(try served.ask(path + "&\(bad)").status == 400, "\(bad)")
        }
        #expect(try served.ask(path + "&asOf=2001-01-01").status == 400)
    }

    @Test func `it is healthy at once, and ready when something complete can be served`() throws {
        let served = try ServedSite(isReady: false, prepare: { _ in })
        served.token = nil
        #expect(try served.ask("/healthz").body == "ok\n")
        let before = try served.ask("/readyz")
        #expect(before.status == 503 && JSON(text: before.body).ready.bool == false)
        try served.site.settle()
        #expect(try served.eventually { try served.ask("/readyz").status == 200 })
        let ready = JSON(text: try served.ask("/readyz").body)
        #expect(ready.age.int == 0 && ready.completeAsOf.string == "2026-11-22T09:00:00Z")
        served.stop()
        #expect(!served.said.contains("\"level\":\"error\""), "\(served.said)")
    }

    @Test func `limits are kept, and requests have names`() throws {
        let served = try ServedSite(more: "serve: {requestsPerSecond: 20}")
        let named = try served.ask("/v1/roles", headers: ["X-Request-Id": "mine-1"])
        #expect(named.headers["x-request-id"] == "mine-1")
        #expect(try served.ask("/v1/nowhere").status == 404)
        #expect(try served.ask("/").status == 404)
        #expect(try served.ask("/v1/roles", "DELETE").headers["allow"] == "GET, HEAD")
        let head = try served.ask("/v1/roles", "HEAD")
        #expect(head.status == 200 && head.body.isEmpty && head.headers["content-length"] != "0")
        let long = String(repeating: "x", count: 9000)
        #expect(try served.ask("/v1/roles?filter=\(long)").status == 414)
        #expect(
            try served.ask("/v1/check", "POST", headers: ["Content-Type": "text/plain"], body: "x")
                .status == 415)
        #expect(try served.ask("/v1/check", "POST", body: "{").status == 400)
        let large = #"{"checks":[""# + String(repeating: "x", count: 2 << 20)
        #expect(try served.ask("/v1/check", "POST", body: large).status == 413)
        let answers = try (0..<80).map { _ in try served.ask("/v1/revision") }
        let refused = try #require(answers.first { $0.status == 429 })
        #expect(refused.headers["retry-after"] == "1")
    }

    @Test func `every answer says once that nobody may keep it`() throws {
        let served = try ServedSite()
        let search = try served.ask(
            "/scim/v2/Users/.search", "POST",
            headers: ["If-None-Match": "*", "Content-Type": "application/scim+json"], body: "{}")
        #expect(search.status == 200)
        let tag = try #require(try served.ask("/scim/v2/Users").headers["etag"])
        let events = ["Accept": "text/event-stream"]
        for (method, target, headers, status) in [
            ("GET", "/v1/check?person=ada&role=insights-viewer", [:], 200),
            ("HEAD", "/v1/roles", [:], 200), ("GET", "/v1/nowhere", [:], 404),
            ("DELETE", "/v1/roles", [:], 405), ("GET", "/v1/roles?x=y", [:], 400),
            ("GET", "/scim/v2/Users", [:], 200), ("GET", "/scim/v2/Users/nobody", [:], 404),
            ("GET", "/scim/v2/Users", ["If-None-Match": tag], 304),
            ("GET", "/scim/v2/Schemas", [:], 200), ("GET", "/healthz", [:], 200),
            ("GET", "/metrics", [:], 200), ("HEAD", "/v1/watch?since=0", events, 200),
            ("GET", "/v1/people", [:], 401),
        ] {
            if status == 401 { served.token = nil }
            let answer = try served.ask(target, method, headers: headers)
            #expect(answer.status == status, "\(method) \(target)")
            #expect(answer.headers["cache-control"] == "private, no-cache", "\(target)")
            #expect(answer.headers["x-content-type-options"] == "nosniff", "\(target)")
            #expect(answer.headers["x-request-id"]?.contains(",") == false, "\(target)")
            #expect(answer.headers["content-type"]?.contains(",") != true, "\(target)")
        }
    }

    @Test func `a client that takes no answer is let go`() throws {
        let served = try ServedSite()
        let socket = try #require(LoopbackSocket.connect(to: served.port))
        let connection = FileHandle(fileDescriptor: socket, closeOnDealloc: true)
        let begin = ContinuousClock.now
        var limit = timeval(tv_sec: 240, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let requests = String(
            repeating: "GET /v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n", count: 1000)
        // Until neither side's buffers hold any more, and then until the connection is gone.
        while (try? connection.write(contentsOf: Data(requests.utf8))) != nil {}
        #expect(begin.duration(to: .now) < .seconds(200))
        #expect(try served.ask("/v1/roles").status == 200)
    }

    @Test func `a request that does not come to its end is ended`() throws {
        let served = try ServedSite()
        for (target, token) in [("/v1/check", served.token), ("/v1/roles", nil)] {
            let socket = try #require(LoopbackSocket.connect(to: served.port))
            let connection = FileHandle(fileDescriptor: socket, closeOnDealloc: true)
            let head =
                "POST \(target) HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer \(token ?? "none")\r\nContent-Length: 1000\r\n\r\n"
            try connection.write(contentsOf: Data(head.utf8))
            var sent = 0
            while sent < 1000, (try? connection.write(contentsOf: Data(" ".utf8))) != nil {
                sent += 1
                usleep(500_000)
            }
            #expect(sent < 1000, "\(target)")
        }
        #expect(try served.ask("/v1/roles").status == 200)
    }

    @Test func `a store on a server is served, and what is new in it at once`() throws {
        let database = try TestDatabase()
        let served = try ServedSite(store: database.url)
        let path = "/v1/check?person=ivo&role=insights-viewer"
        #expect(try served.json(path).holds.bool == true)
        served.site.command.now = "2026-11-22T10:00:00Z"
        try served.site.edit(
            "directory.ldif", replacing: "Employee\nemployeeNumber: 1006",
            with: "Terminated\nemployeeNumber: 1006")
        try served.site.sync()
        #expect(try served.json(path + "&atLeast=2").holds.bool == false)
    }

    @Test func `asked to end, it answers what is under way and goes`() throws {
        let served = try ServedSite()
        let start = ContinuousClock.now
        served.stop()
        #expect(start.duration(to: .now) < .seconds(120))
        #expect(throws: (any Error).self) { try served.ask("/healthz") }
        #expect(!served.said.contains("\"level\":\"error\""), "\(served.said)")
    }

    @Test func `what cannot be served is refused, and says what to do`() throws {
        let site = try Site.filed()
        #expect(try site.run("serve", "--listen", "nowhere").status == 64)
        for (serve, said) in [
            ("{listen: nowhere}", "HOST:PORT"), ("{tls: {key: a.pem}}", "certificate"),
            ("{port: 80}", "port"),
        ] {
            try site.configure([Site.file()], more: "serve: \(serve)")
            let output = try site.run("serve")
            #expect(output.status == 2 && output.error.contains(said), "\(output.error)")
        }
        try site.configure([Site.file()])
        let taken = try LoopbackSocket()
        let output = try site.run("serve", "--listen", "127.0.0.1:\(taken.port)")
        #expect(output.status == 1, "\(output.error)")
    }
}

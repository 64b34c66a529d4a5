import Foundation
import TestSupport
import Testing

/// `/scim/v2` as clients of others meet it, and as our own source reads it.
@Suite(.blocking) struct SCIMServiceTests {
    private static let rollcall = "urn:rollcall:params:scim:schemas:extension:2.0:User"

    @Test func `a person is told with what they hold, as RFC 7643 has it`() throws {
        let served = try ServedSite()
        let found = try served.json("/scim/v2/Users?filter=userName%20eq%20%22LEE%22")
        #expect(found.totalResults.int == 1 && found.startIndex.int == 1)
        let lee = found.Resources[0]
        #expect(lee.roles.array.map(\.value.string).contains("insights-manager"))
        #expect(
            lee.entitlements.array.contains { $0.value.string == "insights-manager reports:lee" })
        #expect(lee[Self.rollcall].managers.array.map(\.string) == ["grace"])
        #expect(
            lee[Self.rollcall].holdings.array.contains { $0.scope.string == "reports:lee" })
        #expect(lee.groups.array.contains { $0.display.string == "builder-relations-emea" })
        let id = try #require(lee.id.string)
        let one = try served.ask("/scim/v2/Users/\(id)")
        #expect(one.headers["content-type"] == "application/scim+json")
        #expect(one.headers["rollcall-revision"] == "1")
        #expect(JSON(text: one.body) == lee)
        #expect(one.headers["etag"] == lee.meta.version.string)
        let location = try #require(lee.meta.location.string)
        #expect(location == "http://127.0.0.1:\(served.port)/scim/v2/Users/\(id)")
        // What a client has already is not sent again.
        let tag = try #require(one.headers["etag"])
        let again = try served.ask("/scim/v2/Users/\(id)", headers: ["If-None-Match": tag])
        #expect(again.status == 304 && again.body.isEmpty)
        let head = try served.ask("/scim/v2/Users/\(id)", "HEAD")
        #expect(head.headers["etag"] == tag && head.body.isEmpty)
    }

    @Test func `lists are searched, sorted and cut`() throws {
        let served = try ServedSite()
        let search = try served.json(
            "/scim/v2/Users/.search", "POST",
            body: """
                {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
                 "filter": "roles.value eq \\"insights-viewer\\"", "attributes": ["userName"],
                 "sortBy": "userName", "sortOrder": "descending", "count": 2, "startIndex": 2}
                """)
        #expect(search.Resources.array.count == 2 && search.startIndex.int == 2)
        #expect(search.Resources[0].keys == ["id", "schemas", "userName"])
        let names = search.Resources.array.compactMap(\.userName.string)
        #expect(names == names.sorted(by: >))
        let groups = try served.json("/scim/v2/Groups?excludedAttributes=members&count=0")
        #expect(groups.Resources.array.isEmpty && (groups.totalResults.int ?? 0) > 5)
        let tree = try served.json("/scim/v2/Groups?filter=members%5Btype%20eq%20%22Group%22%5D")
        #expect(tree.Resources.array.contains { $0.displayName.string == "builder-relations" })
    }

    @Test func `a walk by cursors meets everybody once, though the organisation changes`() throws {
        let served = try ServedSite()
        let everybody = try served.json("/scim/v2/Users?count=1000").Resources.array
        var met: [JSON] = []
        var cursor: String? = ""
        while let text = cursor {
            let page = try served.json("/scim/v2/Users?count=4&cursor=\(text)")
            met += page.Resources.array
            cursor = page.nextCursor.string
            guard met.count == 4 else { continue }
            // In mid-walk somebody leaves the directory, and a revision comes.
            served.site.command.now = "2026-11-22T10:00:00Z"
            try served.site.edit(
                "directory.ldif", replacing: "Employee\nemployeeNumber: 1006",
                with: "Terminated\nemployeeNumber: 1006")
            try served.site.sync()
            #expect(
                try served.eventually {
                    try served.ask("/v1/revision").headers["rollcall-revision"] == "2"
                })
        }
        #expect(met == everybody)
        let odd = try served.ask("/scim/v2/Users?cursor=odd")
        #expect(odd.status == 400 && JSON(text: odd.body).scimType.string == "invalidCursor")
    }

    @Test func `nothing is written, and errors are SCIM's`() throws {
        let served = try ServedSite()
        let user = try served.json("/scim/v2/Users?count=1").Resources[0]
        let path = "/scim/v2/Users/\(user.id.string ?? "")"
        for (method, path) in [
            ("POST", "/scim/v2/Users"), ("PUT", path), ("PATCH", path), ("DELETE", path),
            ("POST", "/scim/v2/Groups"), ("PUT", "/scim/v2/Schemas"),
        ] {
            let answer = try served.ask(path, method, body: method == "DELETE" ? "" : "{}")
            #expect(answer.status == 405 && answer.headers["allow"] == "GET, HEAD")
            #expect(answer.headers["content-type"] == "application/scim+json")
            #expect(JSON(text: answer.body).status.string == "405")
        }
        for (path, status) in [
            ("/scim/v2/Users/none", 404), ("/scim/v2/Nothing", 404), ("/scim/v2/Me", 501),
            ("/scim/v2/Users?filter=x", 400), ("/scim/v2/Schemas?filter=x", 403),
        ] {
            let error = JSON(text: try served.ask(path).body)
            #expect(error.status.string == "\(status)", "\(path): \(error)")
            #expect(error.schemas[0].string == "urn:ietf:params:scim:api:messages:2.0:Error")
        }
        served.token = nil
        let refused = try served.ask("/scim/v2/Users")
        #expect(refused.status == 401 && JSON(text: refused.body).status.string == "401")
    }

    @Test func `with a certificate it speaks TLS, and our own source believes it`() throws {
        let certificates = try TestCertificates.shared()
        let pair = certificates.server
        let served = try ServedSite(
            more: "serve: {tls: {certificate: \(pair.certificate), key: \(pair.key)}}",
            isReady: false)
        let reader = try Site.filed()
        try reader.command.write(served.token ?? "", to: "token")
        try reader.configure([
            Site.scim(
                "https://localhost:\(served.port)/scim/v2", id: "corp",
                more: "    tls: {ca: \(certificates.ca)}")
        ])
        #expect(try served.eventually { try reader.run("sync").status == 0 })
        #expect(throws: (any Error).self) { try served.ask("/healthz") }
    }

    /// The strictest reader we have: it gives up on a list that is not exact.
    @Test func `our own source reads it, and finds the same organisation`() throws {
        let served = try ServedSite(more: "serve: {requestsPerSecond: 10000}")
        let reader = try Site.filed()
        try reader.command.write(served.token ?? "", to: "token")
        try reader.configure([
            Site.scim("http://127.0.0.1:\(served.port)/scim/v2", id: "corp")
        ])
        try reader.sync()
        func facts(_ site: Site) throws -> [String: [JSON]] {
            let export = try site.run("directory", "export", "--format", "json").json
            return Dictionary(
                uniqueKeysWithValues: export.people.array.map { person in
                    (
                        person.userName.string ?? "",
                        [
                            person.active, person.department, person.title, person.managers,
                            person.employeeNumber, person.groups, person.emails, person.userType,
                        ]
                    )
                })
        }
        let (told, known) = (try facts(reader), try facts(served.site))
        #expect(told == known && known.count == 15)
    }
}

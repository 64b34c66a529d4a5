import Directory
import Entitlements
import MembershipSnapshot
import Testing

@testable import WebService

/// What SCIM clients may ask for, apart from the protocol's outside.
struct SCIMTests {
    private static let resource: [String: JSONValue] = [
        "id": "1", "schemas": ["x"], "userName": "ada",
        "name": ["givenName": "Ada", "familyName": "Fischer"],
        "emails": [["value": "a@example.org", "type": "work"], ["value": "b@example.org"]],
        SCIMURN.enterpriseUser: ["department": "Sales", "division": "North"],
    ]

    private func keys(_ resource: [String: JSONValue]) -> [String] {
        resource.keys.filter { $0 != "id" && $0 != "schemas" }.sorted()
    }

    @Test func `attributes chooses what is sent, in every spelling`() {
        func sent(_ names: String...) -> [String: JSONValue] {
            Projection(including: names).applied(to: Self.resource)
        }
        #expect(keys(sent("USERNAME")) == ["userName"])
        #expect(keys(sent(SCIMURN.user + ":userName", "nothing")) == ["userName"])
        #expect(sent("name.familyname")["name"] == ["familyName": "Fischer"])
        #expect(
            sent("emails.value")["emails"]
                == [["value": "a@example.org"], ["value": "b@example.org"]])
        #expect(
            sent(SCIMURN.enterpriseUser + ":department")[SCIMURN.enterpriseUser]
                == ["department": "Sales"])
        #expect(keys(sent(SCIMURN.enterpriseUser)) == [SCIMURN.enterpriseUser])
        #expect(sent("emails")["id"] == "1" && sent("emails")["schemas"] != nil)
    }

    @Test func `excludedAttributes leaves out, and never the id`() {
        func sent(_ names: String...) -> [String: JSONValue] {
            Projection(excluding: names).applied(to: Self.resource)
        }
        #expect(sent("emails", "id", "schemas").count == Self.resource.count - 1)
        #expect(sent("name.givenName")["name"] == ["familyName": "Fischer"])
        #expect(
            sent(SCIMURN.enterpriseUser + ":division")[SCIMURN.enterpriseUser]
                == ["department": "Sales"])
        #expect(!Projection(excluding: ["members"]).wants("members"))
        #expect(Projection(excluding: ["members.display"]).wants("members"))
        #expect(!Projection(including: ["displayName"]).wants("members"))
    }

    private func users(_ filter: String, _ view: OrganizationView) throws -> [String] {
        try UserResources(organization: view, base: "").places(matching: filter)
            .map { view.snapshot.people[Int($0)].userName }
    }

    @Test func `filters know what is in force, whatever a source calls roles`() throws {
        var organization = SmallOrganization()
        organization.held = ["ada viewer organization", "lee viewer reports:corp:lee"]
        let view = organization.view
        #expect(try users(#"roles.value eq "viewer""#, view) == ["ada", "lee"])
        #expect(try users(#"roles eq "viewer" and managers eq "grace""#, view) == ["ada", "lee"])
        #expect(try users(#"entitlements.value eq "viewer reports:lee""#, view) == ["lee"])
        #expect(
            try users(#"roles[value eq "viewer" and type eq "standard"]"#, view) == ["ada", "lee"])
        #expect(try users("not (roles pr)", view) == ["ben", "grace", "kim"])
        #expect(
            try users(#"userName eq "KIM" or department co "builder""#, view) == ["ada", "kim"])
        #expect(throws: WebProblem.self) { try users("userName eq", view) }
    }

    @Test func `filters on groups know their members`() throws {
        let view = SmallOrganization().view
        func groups(_ filter: String) throws -> [String] {
            try GroupResources(organization: view, base: "").places(matching: filter)
                .map { view.snapshot.groups[Int($0)].display }
        }
        #expect(try groups(#"displayName eq "EMEA""#) == ["emea"])
        #expect(try groups(#"members eq "corp:ada""#) == ["berlin"])
        #expect(try groups(#"members.value eq "corp:g-berlin""#) == ["emea"])
        #expect(try groups(#"members[type eq "Group" and display eq "berlin"]"#) == ["emea"])
        #expect(try groups(#"displayName eq "members""#) == [])
        #expect(try groups(#"\#(SCIMURN.group):displayName sw "e""#) == ["emea"])
        for bad in [#"userName eq "x""#, #"groups.value eq "x""#, "displayName"] {
            #expect(throws: WebProblem.self) { try groups(bad) }
        }
    }

    @Test func `who has no value comes last, and first the other way round`() throws {
        let view = SmallOrganization().view
        let users = UserResources(organization: view, base: "")
        func sorted(_ path: String, _ isDescending: Bool) throws -> [String] {
            try Sorting(path: path, isDescending: isDescending)
                .sorted(users.places(matching: nil), key: users.sortKey(path))
                .map { view.snapshot.people[Int($0)].userName }
        }
        #expect(try sorted("department", false) == ["ada", "kim", "ben", "grace", "lee"])
        #expect(try sorted("department", true) == ["ben", "grace", "lee", "kim", "ada"])
        #expect(try sorted("userName", true) == ["lee", "kim", "grace", "ben", "ada"])
        #expect(throws: WebProblem.self) { try sorted("nothing", false) }
    }

    @Test func `a cursor goes on in its own list alone`() throws {
        let view = SmallOrganization().view
        let search = try SearchRequest(Query("cursor&filter=active+eq+true&count=2"))
        let cursor = try #require(Cursor(Cursor(view.moment, position: 2, of: search).text))
        #expect(cursor.position == 2 && cursor.isOf(view.moment) && cursor.belongs(to: search))
        #expect(!cursor.belongs(to: try SearchRequest(Query("cursor&sortBy=userName"))))
        for odd in ["", "x", "MS4xLjE", "MS4xLi0xLng"] { #expect(Cursor(odd) == nil) }
        #expect(try SearchRequest(Query("startIndex=-3&count=-1")).count == 0)
        #expect(try SearchRequest(Query("startIndex=-3")).startIndex == 1)
        for odd in [
            "cursor&startIndex=2", "cursor&count=-1", "count=x", "sortBy=id&sortOrder=up",
            "attributes=id&excludedAttributes=id",
        ] {
            #expect(throws: WebProblem.self) { try SearchRequest(Query(Substring(odd))) }
        }
    }
}

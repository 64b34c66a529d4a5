import Directory
import Testing

@testable import SCIMSource

struct ServiceSchemasTests {
    private static let user = "urn:ietf:params:scim:schemas:core:2.0:User"
    private static let group = "urn:ietf:params:scim:schemas:core:2.0:Group"
    private static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

    private func schemas(_ text: String) throws -> ServiceSchemas {
        let body = ParsedBody(Array(text.utf8), with: JSONParsers())
        return try withExtendedLifetime(body) { ServiceSchemas(try body.root.get()) }
    }

    private func schema(_ id: String, _ attributes: String, name: String = "") -> String {
        #"{"id": "\#(id)", "name": "\#(name)", "attributes": [\#(attributes)]}"#
    }

    @Test func `what comes by itself is not asked for by name`() throws {
        let user = schema(
            Self.user, #"{"name": "userName"}, {"name": "title", "returned": "default"}"#)
        let found = try schemas("[\(user)]")
        #expect(found.attributes(of: .people) == nil && found.attributes(of: .groups) == nil)
        #expect(try schemas("{}") == ServiceSchemas())
    }

    @Test func `where something comes on request alone, all that is needed is asked for`() throws {
        let user = schema(
            Self.user,
            #"{"name": "userName"}, {"name": "title", "returned": "request"}, {"name": "photos"},"#
                + #"{"name": "password", "returned": "never"}"#)
        let work = schema(Self.enterprise, #"{"name": "department"}, {"name": "motto"}"#)
        let found = try schemas(#"{"Resources": [\#(user), \#(work)]}"#)
        #expect(
            found.attributes(of: .people) == "userName,title,\(Self.enterprise):department,meta")
        #expect(found.attributes(of: .groups) == nil)
        let group = schema(
            Self.group, #"{"name": "displayName"}, {"name": "members", "returned": "request"}"#)
        #expect(
            try schemas("[\(group)]").attributes(of: .groups) == "displayName,members,meta")
    }

    @Test func `the enterprise extension is known by its name and attributes`() throws {
        let alias = "urn:example:schemas:work:1.0:User"
        let work = schema(alias, #"{"name": "department"}"#, name: "Enterprise User")
        #expect(try schemas("[\(work)]").enterprise == alias)
        #expect(try schemas("[\(schema(alias, "", name: "Enterprise User"))]").enterprise == nil)
        let standard = schema(
            Self.enterprise, #"{"name": "department"}"#, name: "EnterpriseUser")
        #expect(try schemas("[\(standard)]").enterprise == nil)
    }
}

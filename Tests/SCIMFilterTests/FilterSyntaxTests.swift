import Directory
import Testing

@testable import SCIMFilter

@Suite struct FilterSyntaxTests {
    /// The canonical text shows how the filter was understood.
    @Test(arguments: [
        (#"userName eq "ada""#, #"userName eq "ada""#),
        (#"USERNAME Eq "ada""#, #"userName eq "ada""#),
        (#"  title   pr  "#, "title pr"),
        (
            #"title pr AND userType pr oR active eq TRUE"#,
            "title pr and userType pr or active eq true"
        ),
        (
            #"title pr or userType pr and active eq true"#,
            "title pr or userType pr and active eq true"
        ),
        (
            #"(title pr or userType pr) and active eq true"#,
            "(title pr or userType pr) and active eq true"
        ),
        (#"((title pr))"#, "title pr"),
        (#"not(title pr)"#, "not (title pr)"),
        (#"NOT (title pr and (userType pr))"#, "not (title pr and userType pr)"),
        (#"title pr and (userType pr and active pr)"#, "title pr and userType pr and active pr"),
        (#"emails co "example.org""#, #"emails.value co "example.org""#),
        (#"groups eq "corp:7""#, #"groups.value eq "corp:7""#),
        (#"manager eq "corp:7""#, #"manager.value eq "corp:7""#),
        (#"managers eq "lee""#, #"managers eq "lee""#),
        (
            #"name pr"#,
            "name.formatted pr or name.familyName pr or name.givenName pr or name.middleName pr "
                + "or name.honorificPrefix pr or name.honorificSuffix pr"
        ),
        (
            #"emails[type eq "work" and value co "@example.org"]"#,
            #"emails[type eq "work" and value co "@example.org"]"#
        ),
        (
            #"Emails[ not (Type eq "work") or primary eq true ] and title pr"#,
            #"emails[not (type eq "work") or primary eq true] and title pr"#
        ),
        (#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "a""#, #"userName sw "a""#),
        (
            #"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager pr"#,
            "manager.value pr"
        ),
        (#"URN:ietf:params:scim:schemas:core:2.0:user:emails[type pr]"#, "emails[type pr]"),
        (
            #"urn:ietf:params:scim:schemas:core:2.0:User:name.familyName eq "L""#,
            #"name.familyName eq "L""#
        ),
        (#"userType eq null or title ne NULL"#, "userType eq null or title ne null"),
        (
            #"title eq "a \"b\" \\ \/ \n \u00e9 \ud83d\ude00""#,
            #"title eq "a \"b\" \\ / \n é 😀""#
        ),
    ])
    func `a filter is understood`(text: String, canonical: String) throws {
        let filter = try Filter.parse(text)
        #expect(filter.description == canonical)
        #expect(try Filter.parse(filter.description) == filter)
    }

    @Test func `and binds closer than or, and not closer than and`() throws {
        let neither = Colleague((.title, "Engineer"))
        #expect(try neither.satisfies("title pr or userType pr and active pr"))
        #expect(try !neither.satisfies("(title pr or userType pr) and active pr"))
        #expect(try !neither.satisfies("not (title pr) and userType pr"))
        #expect(try neither.satisfies("not (title pr and userType pr)"))
    }

    @Test func `references name every comparison`() throws {
        let filter = try Filter.parse(
            #"groups.display eq "a" and emails[type pr] or managers ne "lee""#)
        #expect(filter.references.map(\.attribute) == [.groupsDisplay, .emailsType, .managers])
        #expect(filter.references.map(\.literal) == ["a", nil, "lee"])
        #expect(filter.references.map(\.comparison) == [.eq, .pr, .ne])
        #expect(filter.references.map(\.column) == [1, 34, 46])
    }

    @Test func `limits are errors and no crashes`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "title pr" + String(repeating: ")", count: depth)
        }
        _ = try Filter.parse(nested(Filter.maximumDepth))
        #expect(code(nested(Filter.maximumDepth + 1)) == .tooDeep)
        #expect(code(String(repeating: "not (", count: 10_000)) == .tooDeep)
        let long = Array(repeating: "title pr", count: 5000).joined(separator: " or ")
        _ = try Filter.parse(long)
        #expect(code(long + " or " + long) == .tooLong)
    }

    private func code(_ text: String) -> FilterError.Code? {
        do throws(FilterError) {
            _ = try Filter.parse(text)
            return nil
        } catch { return error.code }
    }
}

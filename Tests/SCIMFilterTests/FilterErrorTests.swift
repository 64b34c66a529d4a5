import Testing

@testable import SCIMFilter

@Suite struct FilterErrorTests {
    @Test(arguments: [
        ("", "column 1: a condition is missing at the end; write for example department eq \"…\""),
        (
            "   ",
            "column 4: a condition is missing at the end; write for example department eq \"…\""
        ),
        (#"departmant eq "x""#, "column 1: unknown attribute; did you mean \"department\"?"),
        (#"title pr and usrType pr"#, "column 14: unknown attribute; did you mean \"userType\"?"),
        (#"title eq "Ö" and foo.bar pr"#, "column 18: unknown attribute"),
        (
            #"emails[kind eq "work"]"#,
            "column 8: unknown attribute; known here: value, display, type, primary"
        ),
        (#"emails[typ eq "work"]"#, "column 8: unknown attribute; did you mean \"type\"?"),
        (
            #"urn:example:User:department pr"#,
            "column 1: no schema has this attribute; write the name without the URN"
        ),
        (
            #"urn:ietf:params:scim:schemas:core:2.0:User:department pr"#,
            "column 1: no schema has this attribute; write the name without the URN"
        ),
        (#"title == "x""#, "column 7: unknown operator; write eq"),
        (#"title != "x""#, "column 7: unknown operator; write ne"),
        (#"title contains "x""#, "column 7: unknown operator; write co"),
        (#"title eqq "x""#, "column 7: unknown operator; did you mean \"eq\"?"),
        (
            #"title matches "x""#,
            "column 7: unknown operator; one of eq, ne, co, sw, ew, pr, gt, ge, lt, le"
        ),
        (
            "title",
            "column 6: an operator is expected here; one of eq, ne, co, sw, ew, pr, gt, ge, lt, le"
        ),
        (#"title eq"#, "column 9: a value is missing at the end; write texts in double quotes"),
        (#"title eq 'x'"#, "column 10: a value is expected here; write texts in double quotes"),
        (#"title eq Manager"#, "column 10: a value is expected here; write texts in double quotes"),
        (#"title eq "x"#, "column 10: the string is not closed; add the second quote"),
        (
            "title eq \"a\nb\"",
            "column 12: a control character stands in a string; write it as \\n, \\t or \\u00XX"
        ),
        (
            #"title eq "a\x""#,
            "column 12: a backslash begins no escape that JSON knows; write \\\\ for a backslash"
        ),
        (
            #"title eq "\ud83d""#,
            "column 11: a backslash begins no escape that JSON knows; write \\\\ for a backslash"
        ),
        (
            #"title eq "x" department pr"#,
            "column 14: and or or is expected here; a value with spaces needs quotes around the whole"
        ),
        (#"(title pr"#, "column 10: ) is missing for the opening mark in column 1"),
        (#"(title pr]"#, "column 10: ) is missing for the opening mark in column 1"),
        (#"emails[type pr"#, "column 15: ] is missing for the opening mark in column 7"),
        (#"title pr)"#, "column 9: a closing mark has no opening one"),
        (#"not title pr"#, "column 5: a parenthesis must follow not; write not (…)"),
        (
            #"title pr and"#,
            "column 13: a condition is missing at the end; write for example department eq \"…\""
        ),
        (#"& title pr"#, "column 1: the name of an attribute is expected here"),
        (
            #"name eq "x""#,
            "column 1: name has parts and no value of its own; compare one of name.formatted, "
                + "name.familyName, name.givenName, name.middleName, name.honorificPrefix, "
                + "name.honorificSuffix"
        ),
        (
            #"emails[type eq "work"].value eq "x""#,
            "column 23: nothing may follow the brackets; a sub-attribute behind brackets belongs to "
                + "PATCH; compare it within the brackets"
        ),
        (#"emails[emails[type pr]]"#, "column 14: brackets stand within brackets"),
        (
            #"name[familyName pr]"#,
            "column 1: brackets choose among several elements with parts, which this attribute has "
                + "not; compare it without brackets"
        ),
        (
            #"managers[value eq "lee"]"#,
            "column 1: brackets choose among several elements with parts, which this attribute has "
                + "not; compare it without brackets"
        ),
        (
            #"active eq "true""#,
            "column 11: the value is no boolean; write true or false without quotes"
        ),
        (#"active gt true"#, "column 8: gt has no meaning for a boolean; use eq or ne"),
        (#"active co "t""#, "column 8: co has no meaning for a boolean; use eq or ne"),
        (#"title eq true"#, "column 10: the value is no string; put the value in double quotes"),
        (
            #"employeeNumber eq 701984"#,
            "column 19: the value is no string; put the value in double quotes"
        ),
        (
            #"meta.created gt "yesterday""#,
            "column 17: the value is no dateTime; write a time as \"2026-11-22T21:06:45Z\", or a day "
                + "as \"2026-11-22\""
        ),
        (#"meta.created sw "2026""#, "column 14: sw has no meaning for a dateTime; use ge and lt"),
        (
            #"title gt null"#,
            "column 7: null compares with eq and ne only; write title pr to ask for a value"
        ),
        (
            #"title eq """#,
            "column 10: no value is ever empty; write not (title pr) to ask for absence"
        ),
    ])
    func `an error names the column and what to do`(text: String, sentence: String) {
        let error = #expect(throws: FilterError.self) { try Filter.parse(text) }
        #expect(error?.description == "filter, \(sentence)")
    }

    @Test func `only the debug rendering shows the filter`() throws {
        let secret = "ada@example.org"
        for text in [
            #"userName eq "\#(secret)" and"#, #"userName eq \#(secret)"#, "\(secret) pr",
            #"active eq "\#(secret)""#, #"meta.created eq "\#(secret)""#, #""\#(secret)" eq title"#,
        ] {
            let error = try #require(throws: FilterError.self) { try Filter.parse(text) }
            #expect(!error.description.contains("ada"))
            #expect(error.debugDescription.contains(secret))
            #expect(FilterError.Code(rawValue: error.label) == error.code)
        }
    }
}

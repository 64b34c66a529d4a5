import Directory
import Testing

@testable import SCIMFilter

@Suite struct FilterExplanationTests {
    let ada = Colleague(
        elements: (.userName, 0, "ada"), (.department, 0, "Builder Relations"),
        (.emailsValue, 0, "ada@example.org"), (.emailsValue, 1, "ada@example.com"),
        (.emailsType, 1, "work"))

    /// `part = value` of each, with `@element`.
    private func matched(_ text: String) throws -> [String] {
        try Filter.parse(text).matchedParts(for: ada).map(rendered)
    }

    private func failed(_ text: String) throws -> [String] {
        try Filter.parse(text).failedParts(for: ada).map(rendered)
    }

    private func rendered(_ match: FilterMatch) -> String {
        "\(match) = \(match.value ?? "-")\(match.element.map { "@\($0)" } ?? "")"
    }

    @Test func `all parts of a true and, the true parts of an or`() throws {
        #expect(
            try matched(
                #"Department eq "builder relations" and (title pr or userName sw "a" or active pr)"#
            )
                == [
                    #"Department eq "builder relations" = Builder Relations@0"#,
                    #"userName sw "a" = ada@0"#,
                ])
    }

    @Test func `alternatives of which one would do are told apart from what is needed`() throws {
        func choices(_ text: String) throws -> [String] {
            try Filter.parse(text).failedParts(for: ada).map { match in
                let choice = match.choice.map { " \($0.number).\($0.alternative)" }
                return "\(match.condition)\(choice ?? "")"
            }
        }
        #expect(
            try choices(
                #"title pr and (userType pr or locale pr and (timezone pr or division pr))"#)
                == [
                    "title pr", "userType pr 1.1", "locale pr 1.2", "timezone pr 1.2",
                    "division pr 1.2",
                ])
        // Under a `not` it is the terms of an `and` of which one would do.
        #expect(
            try choices(#"not (department pr and userName pr) and not (userName pr or id pr)"#)
                == ["department pr 1.1", "userName pr 1.2", "userName pr"])
        #expect(try Filter.parse("title pr or department pr").matchedParts(for: ada).count == 1)
    }

    @Test func `a negated part says what is there instead, or nothing`() throws {
        #expect(
            try matched(#"not (userType eq "Contractor" or department eq "Sales")"#) == [
                #"not (userType eq "Contractor") = -"#,
                #"not (department eq "Sales") = Builder Relations"#,
            ])
        #expect(try matched(#"userType ne "Contractor""#) == [#"userType ne "Contractor" = -"#])
        #expect(
            try matched(#"department ne "Sales""#) == [
                #"department ne "Sales" = Builder Relations"#
            ])
        #expect(
            try matched(#"not (not (userName pr))"#) == ["userName pr = ada@0"])
    }

    @Test func `each element that satisfies a part is named`() throws {
        #expect(
            try matched(#"emails co "ada" and emails[type eq "work"] and emails pr"#) == [
                #"emails co "ada" = ada@example.org@0"#, #"emails co "ada" = ada@example.com@1"#,
                #"emails[type eq "work"] = ada@example.com@1"#, "emails pr = ada@example.org@0",
            ])
    }

    @Test func `what failed is named with what was there`() throws {
        #expect(
            try failed(#"department eq "Sales" and userName eq "ada" and userType pr"#) == [
                #"department eq "Sales" = Builder Relations"#, "userType pr = -",
            ])
        #expect(
            try failed(#"department eq "Sales" or managers eq "lee""#) == [
                #"department eq "Sales" = Builder Relations"#, #"managers eq "lee" = -"#,
            ])
        #expect(
            try failed(#"department ne "Builder Relations" or not (userName pr)"#) == [
                #"department ne "Builder Relations" = Builder Relations@0"#,
                "not (userName pr) = ada@0",
            ])
        #expect(
            try failed(#"emails[type eq "home"]"#) == [
                #"emails[type eq "home"] = ada@example.org"#
            ])
    }

    @Test func `the other question has no answer`() throws {
        #expect(try matched(#"department eq "Sales""#).isEmpty)
        #expect(try failed("userName pr").isEmpty)
    }

    @Test func `a part knows where it stands`() throws {
        let filter = try Filter.parse(#"title eq "Ö" or  userName pr"#)
        #expect(filter.matchedParts(for: ada).map(\.column) == [18])
    }
}

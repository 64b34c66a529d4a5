import Directory
import Testing

@Suite struct LDAPFilterTests {
    // P14
    @Test func `what could end a value is escaped`() {
        #expect(
            LDAPFilter.equals("cn", "a(b)c*d\\e\0").description
                == "(cn=a\\28b\\29c\\2Ad\\5Ce\\00)")
        #expect(LDAPFilter.equals("cn", "*)(uid=*").description == "(cn=\\2A\\29\\28uid=\\2A)")
        #expect(LDAPFilter.equals("cn", "Zoë, a=b").description == "(cn=Zoë, a=b)")
        #expect(LDAPFilter.equality("guid", [0xFF, 0x41, 0xC3]).description == "(guid=\\FFA\\C3)")
        #expect(
            LDAPFilter.substring("cn", initial: [42], any: [[40], [65]], final: []).description
                == "(cn=\\2A*\\28*A*)")
    }

    // P14
    @Test func `a name with a parenthesis in it never becomes part of the filter`() {
        #expect(LDAPFilter.present("a)(b").description == "(\\61\\29\\28\\62=*)")
    }

    @Test(arguments: [
        "(objectClass=inetOrgPerson)", "(&(a=b)(c=d))", "(|(a=b)(!(c=*)))", "(&)", "(|)",
        "(cn=a*b*c)", "(cn=*b*)", "(cn=*b)", "(cn=a*)", "(cn=)", "(n>=5)", "(n<=5)", "(cn~=x)",
        "(cn:=x)", "(cn:caseExactMatch:=x)", "(cn:dn:2.5.13.5:=x)", "(:1.2.3:=x)", "(:dn:1.2.3:=x)",
        "(member:1.2.840.113556.1.4.1941:=cn=a\\2Cb,dc=org)", "(cn;lang-de=x)", "(cn=a\\00\\2A)",
    ])
    func `a configured filter parses and prints the same`(_ text: String) throws {
        let filter = try LDAPFilter(text)
        #expect(try LDAPFilter(filter.description) == filter)
        #expect(filter.description == text.replacing("\\2C", with: ","))
    }

    @Test(arguments: [
        ("", 1, LDAPSyntaxError.Code.expectedOpeningParenthesis),
        ("cn=a", 1, .expectedOpeningParenthesis),
        ("(cn=a", 6, .expectedClosingParenthesis),
        ("(cn=a))", 7, .trailingText),
        ("(cn=a)(b=c)", 7, .trailingText),
        ("(&(cn=a)b)", 9, .expectedClosingParenthesis),
        ("(!)", 3, .expectedOpeningParenthesis),
        ("(=a)", 2, .expectedAttributeType),
        ("(cn)", 4, .expectedComparison),
        ("(c n=a)", 3, .expectedComparison),
        ("(cn=a(b)", 6, .unescapedCharacter),
        ("(cn=a**b)", 9, .unescapedCharacter),
        ("(cn=ä\\4)", 6, .invalidEscape),
        ("(:=a)", 4, .expectedAttributeType),
        ("(cn:x=a)", 6, .expectedComparison),
    ])
    func `what is no filter is refused with its column`(
        _ text: String, _ column: Int, _ code: LDAPSyntaxError.Code
    ) throws {
        let error = try #require(throws: LDAPSyntaxError.self) { try LDAPFilter(text) }
        #expect(error.column == column)
        #expect(error.code == code)
    }

    @Test func `a filter that is nested without end is refused`() throws {
        let text = String(repeating: "(!", count: 5_000)
        let error = try #require(throws: LDAPSyntaxError.self) { try LDAPFilter(text) }
        #expect(error.code == .tooDeep)
    }
}

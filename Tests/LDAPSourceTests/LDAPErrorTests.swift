import Directory
import Testing

@testable import LDAPSource

struct LDAPErrorTests {
    private let error = LDAPError(
        .sizeLimitExceeded, .people, server: LDAPURL("ldaps://ldap.example.org"), resultCode: 4,
        text: "too many below ou=People,dc=example,dc=org")

    @Test func `the sentence says what, where and why, and no name`() {
        #expect(
            error.description
                == "the search for people failed at ldaps://ldap.example.org:636: the server's size "
                + "limit cut the answer, result 4 (Size limit exceeded): too many below (rest withheld)"
        )
    }

    @Test func `the debug rendering has all of it`() {
        #expect(error.debugDescription.hasPrefix("size-limit-exceeded: the search for people"))
        #expect(error.debugDescription.hasSuffix("too many below ou=People,dc=example,dc=org"))
    }

    @Test func `the label is of a bounded set`() {
        #expect(error.label == "size-limit-exceeded")
        #expect(Set(LDAPError.Code.allCases.map(\.rawValue)).count == LDAPError.Code.allCases.count)
    }

    @Test(arguments: LDAPError.Code.allCases)
    func `every code gives a reason with its word, a sentence and what to do`(code: LDAPError.Code)
    {
        let reason = LDAPError(code, .bind).incompleteReason
        #expect(reason.code == code.rawValue)
        #expect(reason.message == "bind failed: \(code.words)")
        #expect(!reason.message.hasSuffix("."))
        #expect(reason.hint != nil)
    }

    @Test(arguments: [
        (Int32(-1), LDAPError.Code.connectionLost), (-5, .timedOut),
        (-4, .malformedAnswer), (-2, .authenticationUnavailable),
        (49, .invalidCredentials), (50, .accessDenied),
        (80, .refused),
    ])
    func `result codes have one meaning each`(resultCode: Int32, code: LDAPError.Code) {
        #expect(LDAPError.Code(resultCode: resultCode) == code)
    }

    @Test(arguments: [
        ("", ""),
        (
            "80090308: LdapErr: DSID-0C090447, data 52e, v4563",
            "80090308: LdapErr: DSID-0C090447, data 52e, v4563"
        ),
        ("no such user ada@example.org here", "no such user (rest withheld)"),
        ("entry uid=ada,ou=People", "entry (rest withheld)"),
        ("cn=Ada Lovelace,ou=People", "(rest withheld)"),
        ("unknown 'Ada'", "unknown (rest withheld)"),
        ("two\nlines\u{1b}[31m", "two lines[31m"),
        (
            String(repeating: "x", count: 300),
            String(repeating: "x", count: 200) + " (rest withheld)"
        ),
    ])
    func `of a server's text only what names nobody is shown`(text: String, shown: String) {
        #expect(ServerText.safe(text) == shown)
    }

    @Test(arguments: LDAPError.Code.allCases)
    func `no safe rendering shows a planted secret`(code: LDAPError.Code) {
        let planted = ["hunter2", "Lovelace", "ada@example.org"]
        let error = LDAPError(
            code, .groups, server: LDAPURL("ldap://ldap.example.org"), resultCode: 49,
            text: "bind by cn=Ada Lovelace,ou=People with hunter2 for ada@example.org")
        for text in [error.description, error.label, "\(error.incompleteReason)"] {
            #expect(planted.allSatisfy { !text.contains($0) })
        }
        let secret = Secret { "hunter2" }
        var dumped = ""
        dump(LDAPConfiguration.Bind.simple(dn: "cn=r", password: secret), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(!text.contains("hunter2"))
        }
    }
}

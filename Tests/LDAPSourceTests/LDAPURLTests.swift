import LDAPSource
import Testing

struct LDAPURLTests {
    @Test(arguments: [
        ("ldap://ldap.example.org", "ldap://ldap.example.org:389"),
        ("LDAPS://ldap.example.org/", "ldaps://ldap.example.org:636"),
        ("ldaps://[2001:db8::1]:1636", "ldaps://[2001:db8::1]:1636"),
        ("ldap://[::1]", "ldap://[::1]:389"),
        ("ldapi://%2Frun%2Fslapd", "ldapi://%2Frun%2Fslapd"),
    ])
    func `a URL names a server, its port written out`(text: String, url: String) {
        #expect(LDAPURL(text)?.description == url)
    }

    @Test(arguments: [
        "", "ldap.example.org", "http://ldap.example.org", "ldap://", "ldap://host:0",
        "ldap://host:65536", "ldap://host:x", "ldap://host/dc=example", "ldap://me@host",
        "ldap://host?x", "ldap://two hosts",
    ])
    func `what is more or less than a server is refused`(text: String) {
        #expect(LDAPURL(text) == nil)
    }

    @Test(arguments: [
        ("ldap://localhost", true), ("ldap://127.0.0.1", true), ("ldap://127.1.2.3", true),
        ("ldap://[::1]", true), ("ldapi://x", true), ("ldap://127.example.org", false),
        ("ldap://127.0.0.1.example.org", false), ("ldap://128.0.0.1", false),
        ("ldap://localhost.example.org", false),
    ])
    func `only this machine's own addresses are loopback`(text: String, isLoopback: Bool) {
        #expect(LDAPURL(text)?.isLoopback == isLoopback)
    }
}

import Directory
import LDAPSource
import TestSupport

/// A small invented organisation, and ways to read it.
enum SampleDirectory {
    static let base = """
        dn: dc=example,dc=org
        objectClass: dcObject
        objectClass: organization
        dc: example
        o: Example

        dn: ou=People,dc=example,dc=org
        objectClass: organizationalUnit
        ou: People

        dn: ou=Groups,dc=example,dc=org
        objectClass: organizationalUnit
        ou: Groups

        dn: cn=reader,dc=example,dc=org
        objectClass: applicationProcess
        objectClass: simpleSecurityObject
        cn: reader
        userPassword: open sesame


        """

    static let readerDN = "cn=reader,dc=example,dc=org"
    static let password = "open sesame"

    /// A person; the number gives the anchor.
    static func person(_ number: Int, uid: String? = nil, extra: String = "") -> String {
        let uid = uid ?? "p\(number)"
        return """
            dn: uid=\(uid),ou=People,dc=example,dc=org
            objectClass: inetOrgPerson
            entryUUID: 00000000-0000-4000-8000-\(padded(number))
            uid: \(uid)
            cn: Person \(number)
            sn: Number \(number)
            mail: \(uid)@example.org
            \(extra.isEmpty ? "" : extra + "\n")

            """
    }

    static func group(_ number: Int, _ name: String, members: [String]) -> String {
        """
        dn: cn=\(name),ou=Groups,dc=example,dc=org
        objectClass: groupOfNames
        entryUUID: 00000000-0000-4000-9000-\(padded(number))
        cn: \(name)
        \(members.map { "member: \($0)" }.joined(separator: "\n"))


        """
    }

    static func dn(_ uid: String) -> String { "uid=\(uid),ou=People,dc=example,dc=org" }

    /// `count` people, all of them in one group, and a group of nobody.
    static func ldif(people count: Int) -> String {
        base + (1...count).map { person($0) }.joined()
            + group(1, "everybody", members: (1...count).map { dn("p\($0)") })
            + group(2, "nobody", members: [""])
    }

    private static func padded(_ number: Int) -> String {
        String(repeating: "0", count: 12 - String(number).count) + String(number)
    }

    /// Reads a server in clear as the reader; `change` makes it different.
    static func configuration(
        _ urls: String..., change: (inout LDAPConfiguration) -> Void = { _ in }
    ) -> LDAPConfiguration {
        var configuration = LDAPConfiguration(
            id: "corp", urls: urls.compactMap { LDAPURL($0) },
            bind: .simple(dn: readerDN, password: Secret { password }), tls: .init(mode: .none),
            schema: .inetOrgPerson, people: .init(base: "ou=People,dc=example,dc=org"),
            groups: .init(base: "ou=Groups,dc=example,dc=org"))
        change(&configuration)
        return configuration
    }
}

extension LDAPConfiguration {
    /// One reading at a fixed time.
    func fetch(at now: Timestamp = Timestamp(secondsSinceEpoch: 0)) async throws -> SourceReading {
        try await LDAPSource(configuration: self) { now }.fetch { _ in }
    }
}

extension SourceID: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(rawValue: value) }
}

extension SourceReading {
    var userNames: [String] { accounts.compactMap { $0.attributes[.userName] } }
    /// The first reason's sentence.
    var message: String { certificate.reasons.first?.message ?? "" }
    var reasonCodes: [String] { certificate.reasons.map(\.code) }
    func group(_ name: String) -> DirectoryGroup? { groups.first { $0.display == name } }
}

import Directory
import LDAPSource
import TestSupport

/// A part of a domain that one test has for itself.
struct DomainSite {
    static let root = "DC=example,DC=org"

    /// Who asks: one who may see what every member of the domain may, or one who sees the deleted.
    enum Reader: CaseIterable { case member, administrator }

    /// Apart from that of other tests: changes are of a whole domain.
    static func domain() async throws -> SambaDomain { try await made.value }

    private static let thread = OwnThreads("a domain that changes")
    private static let made = Task(executorPreference: thread) { try SambaDomain(number: 1) }

    let domain: SambaDomain
    let name: String
    let unit: String

    init(_ name: String, people: Int = 0) async throws {
        domain = try await Self.domain()
        self.name = name
        unit = "OU=\(name),\(Self.root)"
        try domain.modify(ldif: Self.unit(unit))
        if people > 0 { try domain.modify(ldif: (1...people).map { person("p\($0)") }.joined()) }
    }

    func configuration(_ reader: Reader = .member) throws -> LDAPConfiguration {
        LDAPConfiguration(
            id: "corp", urls: [LDAPURL(domain.url)].compactMap(\.self),
            bind: .simple(
                dn: reader == .member ? SambaDomain.reader : SambaDomain.administrator,
                password: Secret { SambaDomain.password }),
            tls: .init(ca: try TestCertificates.shared().ca), schema: .activeDirectory,
            people: .init(base: unit), groups: .init(base: unit), sync: .dirsync)
    }

    func dn(_ name: String) -> String { "CN=\(name),\(unit)" }

    /// Change records, as ldbmodify reads them.
    func person(_ name: String, below parent: String? = nil, extra: String = "") -> String {
        """
        dn: CN=\(name),\(parent ?? unit)
        changetype: add
        objectClass: user
        sAMAccountName: \(self.name).\(name)
        userAccountControl: 512
        \(extra.isEmpty ? "" : extra + "\n")

        """
    }

    func group(_ name: String, members: [String] = []) -> String {
        "dn: \(dn(name))\nchangetype: add\nobjectClass: group\nsAMAccountName: \(self.name).\(name)\n"
            + members.map { "member: \($0)\n" }.joined() + "\n"
    }

    static func unit(_ dn: String) -> String {
        "dn: \(dn)\nchangetype: add\nobjectClass: organizationalUnit\n\n"
    }

    static func change(_ verb: String, _ attribute: String, of dn: String, _ values: String...)
        -> String
    {
        "dn: \(dn)\nchangetype: modify\n\(verb): \(attribute)\n"
            + values.map { "\(attribute): \($0)\n" }.joined() + "\n"
    }
}

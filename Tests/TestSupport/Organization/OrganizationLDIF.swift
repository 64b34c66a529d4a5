import Foundation

extension GeneratedOrganization {
    /// Whose server the entries are for.
    public enum Server: Sendable {
        /// As `slapadd` takes it, with fixed `entryUUID`s.
        case openLDAP
        /// As `ns-slapd ldif2db` takes it, with fixed `nsUniqueId`s. Who has left is locked, and every
        /// other group is one of unique names.
        case directoryServer389
    }

    /// Writes the directory. Some members and managers are spelled in another way than the entry they
    /// name.
    /// - Parameter sink: takes the text in pieces of about a megabyte.
    /// - SeeAlso: RFC 2849
    public func writeLDIF(
        for server: Server = .openLDAP, to sink: ([UInt8]) throws -> Void
    ) rethrows {
        var writer = LDIFWriter(server: server)
        writer.base()
        func passOn() throws {
            try sink(writer.buffer.bytes)
            writer.buffer.bytes.removeAll(keepingCapacity: true)
        }
        for person in people {
            writer.write(person, in: self)
            if writer.buffer.bytes.count > 1 << 20 { try passOn() }
        }
        for number in groups.indices { writer.write(number, in: self) }
        try passOn()
    }

    /// The same into a new file.
    public func writeLDIF(for server: Server = .openLDAP, toPath path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try writeLDIF(for: server) { try file.write(contentsOf: Data($0)) }
        try file.close()
    }

    /// Change records after which some entries have changed, and are read as they were.
    public var changesOfNothingLDIF: String {
        var buffer = LDIFBuffer()
        let names = people.map(\.dn) + groups.map(\.dn)
        for number in stride(from: 0, to: names.count, by: 5) {
            buffer.begin(names[number].description)
            buffer.line("changetype", "modify")
            buffer.line("replace", "description")
            buffer.line("description", "Changed")
        }
        return buffer.text
    }

    /// The same as one text.
    public var ldif: String {
        var bytes: [UInt8] = []
        writeLDIF { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private struct LDIFWriter {
    let server: GeneratedOrganization.Server
    var buffer = LDIFBuffer()
    /// Which spelling the next reference takes.
    private var turn = 0

    init(server: GeneratedOrganization.Server) { self.server = server }

    mutating func base() {
        entry(GeneratedOrganization.suffix, classes: ["organization", "dcObject"])
        line("o", "Example")
        line("dc", "example")
        for unit in ["People", "Groups"] {
            entry("ou=\(unit),\(GeneratedOrganization.suffix)", classes: ["organizationalUnit"])
            line("ou", unit)
        }
        let awkward = GeneratedDN(
            assertions: [("ou", GeneratedOrganization.awkwardUnit)],
            parents: [("ou", "People"), ("dc", "example"), ("dc", "org")])
        entry(awkward.description, classes: ["organizationalUnit"])
        line("ou", GeneratedOrganization.awkwardUnit)
    }

    mutating func write(
        _ person: GeneratedOrganization.Person, in organization: GeneratedOrganization
    ) {
        entry(
            person.dn.description,
            classes: ["inetOrgPerson", "organizationalPerson", "person", "top"],
            uuid: person.entryUUID)
        line("uid", person.userName)
        line("cn", person.commonName)
        line("sn", person.familyName)
        line("givenName", person.givenName)
        line("displayName", person.displayName)
        for email in person.emails { line("mail", email) }
        line("employeeType", person.userType)
        if let number = person.employeeNumber { line("employeeNumber", number) }
        if let department = person.department { line("departmentNumber", department) }
        if let title = person.title { line("title", title) }
        switch person.manager {
        case .none: break
        case .person(let manager): line("manager", spelled(organization.people[manager].dn))
        case .dangling(let dn): line("manager", dn)
        }
        if server == .directoryServer389, !person.isActive { line("nsAccountLock", "true") }
    }

    mutating func write(_ number: Int, in organization: GeneratedOrganization) {
        let group = organization.groups[number]
        let isUnique = server == .directoryServer389 && number % 2 == 1
        entry(
            group.dn.description,
            classes: [isUnique ? "groupOfUniqueNames" : "groupOfNames", "top"],
            uuid: group.entryUUID)
        line("cn", group.display)
        let member = isUnique ? "uniqueMember" : "member"
        for person in group.people { line(member, spelled(organization.people[person].dn)) }
        for group in group.groups { line(member, spelled(organization.groups[group].dn)) }
        for dn in group.dangling { line(member, dn) }
        // OpenLDAP's class demands a member; it is given the empty name for want of one.
        if server == .openLDAP, group.people.isEmpty, group.groups.isEmpty, group.dangling.isEmpty {
            line(member, "")
        }
    }

    private mutating func entry(_ dn: String, classes: [String], uuid: String? = nil) {
        buffer.begin(dn)
        for name in classes { line("objectClass", name) }
        switch server {
        case .openLDAP:
            line("structuralObjectClass", classes[0])
            if let uuid { line("entryUUID", uuid) }
        case .directoryServer389:
            if let uuid { line("nsUniqueId", Self.uniqueID(uuid)) }
        }
    }

    /// The same digits in the server's four groups of eight.
    private static func uniqueID(_ uuid: String) -> String {
        let digits = Array(uuid.filter { $0 != "-" })
        return stride(from: 0, to: 32, by: 8).map { String(digits[$0..<$0 + 8]) }
            .joined(separator: "-")
    }

    private mutating func spelled(_ dn: GeneratedDN) -> String {
        turn += 1
        // Most are plain, as in most directories.
        guard turn % 20 == 0 else { return dn.spelled(.plain) }
        // 389 Directory Server refuses object identifiers that begin with 0.
        let styles = GeneratedDN.Style.allCases
            .filter { server == .openLDAP || $0 != .numeric }
        return dn.spelled(styles[turn / 20 % styles.count])
    }

    private mutating func line(_ name: String, _ value: String) { buffer.line(name, value) }
}

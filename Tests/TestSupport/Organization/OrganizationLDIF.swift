import Foundation

extension GeneratedOrganization {
    /// Writes the directory as `slapadd` takes it, with fixed `entryUUID`s. Some members and managers
    /// are spelled in another way than the entry they name.
    /// - Parameter sink: takes the text in pieces of about a megabyte.
    /// - SeeAlso: RFC 2849
    public func writeLDIF(to sink: ([UInt8]) throws -> Void) rethrows {
        var writer = LDIFWriter()
        writer.base()
        func passOn() throws {
            try sink(writer.buffer)
            writer.buffer.removeAll(keepingCapacity: true)
        }
        for person in people {
            writer.write(person, in: self)
            if writer.buffer.count > 1 << 20 { try passOn() }
        }
        for group in groups { writer.write(group, in: self) }
        try passOn()
    }

    /// The same into a new file.
    public func writeLDIF(toPath path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try writeLDIF { try file.write(contentsOf: Data($0)) }
        try file.close()
    }

    /// The same as one text.
    public var ldif: String {
        var bytes: [UInt8] = []
        writeLDIF { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private struct LDIFWriter {
    var buffer: [UInt8] = []
    /// Which spelling the next reference takes.
    private var turn = 0

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
    }

    mutating func write(
        _ group: GeneratedOrganization.Group, in organization: GeneratedOrganization
    ) {
        entry(
            group.dn.description, classes: ["groupOfNames", "top"], uuid: group.entryUUID)
        line("cn", group.display)
        for person in group.people { line("member", spelled(organization.people[person].dn)) }
        for member in group.groups { line("member", spelled(organization.groups[member].dn)) }
        for dn in group.dangling { line("member", dn) }
        // The class demands a member; servers are given the empty name for want of one.
        if group.people.isEmpty && group.groups.isEmpty && group.dangling.isEmpty {
            line("member", "")
        }
    }

    private mutating func entry(_ dn: String, classes: [String], uuid: String? = nil) {
        buffer.append(UInt8(ascii: "\n"))
        line("dn", dn)
        for name in classes { line("objectClass", name) }
        line("structuralObjectClass", classes[0])
        if let uuid { line("entryUUID", uuid) }
    }

    private mutating func spelled(_ dn: GeneratedDN) -> String {
        turn += 1
        // Most are plain, as in most directories.
        guard turn % 20 == 0 else { return dn.spelled(.plain) }
        let styles = GeneratedDN.Style.allCases
        return dn.spelled(styles[turn / 20 % styles.count])
    }

    private mutating func line(_ name: String, _ value: String) {
        buffer.append(contentsOf: name.utf8)
        buffer.append(UInt8(ascii: ":"))
        if Self.isSafe(value) {
            if !value.isEmpty { buffer.append(UInt8(ascii: " ")) }
            buffer.append(contentsOf: value.utf8)
        } else {
            buffer.append(contentsOf: ": ".utf8)
            buffer.append(contentsOf: Data(value.utf8).base64EncodedData())
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Whether the value may stand as it is.
    private static func isSafe(_ value: String) -> Bool {
        if let first = value.utf8.first, first == 0x20 || first == 0x3A || first == 0x3C {
            return false
        }
        return value.utf8.last != 0x20 && value.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }
}

extension GeneratedOrganization {
    /// Change records for ``SambaDomain/modify(ldif:)`` that make the organisation as Active Directory
    /// keeps one, with fixed `objectGUID`s.
    ///
    /// Who has left is disabled, or came to the end of the account at ``endOfAccounts``; of the others
    /// some never end, in either spelling, and some a second later. Members who name nobody become
    /// foreign ones; managers who name nobody cannot be had, and neither can a second mail address.
    public var activeDirectoryLDIF: String {
        var buffer = LDIFBuffer()
        units(&buffer)
        for number in people.indices { add(person: number, &buffer) }
        for number in groups.indices { add(group: number, &buffer) }
        for number in people.indices {
            guard case .person(let manager) = people[number].manager else { continue }
            modify(adName(of: people[number]), &buffer)
            buffer.line("add", "manager")
            buffer.line("manager", adName(of: people[manager]))
        }
        for number in groups.indices where !groups[number].groups.isEmpty {
            modify(adName(of: groups[number]), &buffer)
            buffer.line("add", "member")
            for member in groups[number].groups {
                buffer.line("member", adName(of: groups[member]))
            }
        }
        return buffer.text
    }

    /// Change records that make the first group, which has everybody, some people's primary one. The
    /// controller then lists them in it no longer.
    /// - Parameter number: the last part of its identifier.
    public func activeDirectoryPrimaryGroupLDIF(number: UInt32) -> String {
        var buffer = LDIFBuffer()
        for person in stride(from: 0, to: people.count, by: 4) {
            modify(adName(of: people[person]), &buffer)
            buffer.line("replace", "primaryGroupID")
            buffer.line("primaryGroupID", String(number))
        }
        return buffer.text
    }

    /// Change records after which some people and groups have changed, and are what they were.
    public var activeDirectoryChangesOfNothingLDIF: String {
        var buffer = LDIFBuffer()
        for person in stride(from: 0, to: people.count, by: 5) {
            for name in ["Somebody", people[person].displayName] {
                modify(adName(of: people[person]), &buffer)
                buffer.line("replace", "displayName")
                buffer.line("displayName", name)
            }
        }
        for group in groups.dropFirst() {
            guard let member = group.people.first else { continue }
            for verb in ["delete", "add"] {
                modify(adName(of: group), &buffer)
                buffer.line(verb, "member")
                buffer.line("member", adName(of: people[member]))
            }
        }
        return buffer.text
    }

    /// The `sAMAccountName` of the first group.
    public static let activeDirectoryFirstGroup = "group-0"
    /// **Units:** seconds since 1970.
    public static let endOfAccounts: Int64 = 1_800_000_000

    private func adName(of person: Person) -> String {
        GeneratedDN(assertions: [("CN", person.commonName)], parents: person.dn.parents).description
    }

    private func adName(of group: Group) -> String {
        GeneratedDN(assertions: [("CN", group.display)], parents: group.dn.parents).description
    }

    private func begin(_ dn: String, _ objectClass: String, _ buffer: inout LDIFBuffer) {
        buffer.begin(dn)
        buffer.line("changetype", "add")
        buffer.line("objectClass", objectClass)
    }

    private func modify(_ dn: String, _ buffer: inout LDIFBuffer) {
        buffer.begin(dn)
        buffer.line("changetype", "modify")
    }

    private func units(_ buffer: inout LDIFBuffer) {
        let people = [("ou", "People"), ("dc", "example"), ("dc", "org")]
        begin(Self.peopleBase, "organizationalUnit", &buffer)
        begin(Self.groupsBase, "organizationalUnit", &buffer)
        let awkward = GeneratedDN(assertions: [("ou", Self.awkwardUnit)], parents: people)
        begin(awkward.description, "organizationalUnit", &buffer)
    }

    private func add(person number: Int, _ buffer: inout LDIFBuffer) {
        let person = people[number]
        begin(adName(of: person), "user", &buffer)
        buffer.line("objectGUID", person.entryUUID)
        buffer.line("sAMAccountName", person.userName)
        buffer.line("userPrincipalName", "\(person.userName)@example.org")
        buffer.line("sn", person.familyName)
        buffer.line("givenName", person.givenName)
        buffer.line("displayName", person.displayName)
        buffer.line("employeeType", person.userType)
        for mail in person.emails.prefix(1) { buffer.line("mail", mail) }
        if let number = person.employeeNumber { buffer.line("employeeID", number) }
        if let department = person.department { buffer.line("department", department) }
        if let title = person.title { buffer.line("title", title) }
        let isDisabled = !person.isActive && number % 2 == 0
        buffer.line("userAccountControl", isDisabled ? "514" : "512")
        let end = (Self.endOfAccounts + 11_644_473_600) * 10_000_000
        switch (person.isActive, number % 3) {
        case (false, _): buffer.line("accountExpires", String(isDisabled ? 0 : end))
        case (true, 0): buffer.line("accountExpires", "0")
        case (true, 1): buffer.line("accountExpires", String(end + 10_000_000))
        case (true, _): buffer.line("accountExpires", String(Int64.max))
        }
    }

    private func add(group number: Int, _ buffer: inout LDIFBuffer) {
        let group = groups[number]
        begin(adName(of: group), "group", &buffer)
        buffer.line("objectGUID", group.entryUUID)
        buffer.line("sAMAccountName", "group-\(number)")
        for person in group.people { buffer.line("member", adName(of: people[person])) }
        // Known to every domain: whoever has authenticated.
        if !group.dangling.isEmpty {
            buffer.line(
                "member", "CN=S-1-5-11,CN=ForeignSecurityPrincipals,\(Self.suffix)")
        }
    }
}

import Directory
import Testing

@Suite struct LDAPSchemaTests {
    @Test func `presets are found by name`() {
        #expect(LDAPSchema.preset(named: "inetOrgPerson") == .inetOrgPerson)
        #expect(LDAPSchema.preset(named: "rfc2307") == .rfc2307)
        #expect(LDAPSchema.preset(named: "389ds") == .directoryServer389)
        #expect(LDAPSchema.preset(named: "activeDirectory") == .activeDirectory)
        #expect(LDAPSchema.preset(named: "nonsense") == nil)
        #expect(LDAPSchema.presetNames == ["389ds", "activeDirectory", "inetOrgPerson", "rfc2307"])
    }

    @Test func `only what is needed is asked for, operational attributes by name`() {
        var schema = LDAPSchema.inetOrgPerson
        schema.attributes = [.userName: "uid", .displayName: "cn", .nameFormatted: "CN"]
        schema.inactivity = [.present("pwdAccountLockedTime"), .equals("uid", "x")]
        #expect(
            schema.requestedAttributes(for: .people)
                == ["CN", "entryUUID", "manager", "pwdAccountLockedTime", "uid"])
        #expect(
            schema.requestedAttributes(for: .groups)
                == ["cn", "entryUUID", "member", "uniqueMember"])
    }

    @Test func `the classes make the filters`() {
        #expect(
            LDAPSchema.inetOrgPerson.filter(for: .people).description
                == "(objectClass=inetOrgPerson)")
        #expect(
            LDAPSchema.inetOrgPerson.filter(for: .groups).description
                == "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))")
        #expect(LDAPSchema.rfc2307.filter(for: .groups).description == "(objectClass=posixGroup)")
        #expect(
            LDAPSchema.activeDirectory.filter(for: .people).description
                == "(&(objectCategory=person)(objectClass=user))")
        #expect(
            LDAPSchema.activeDirectory.filter(for: .groups).description == "(objectClass=group)")
    }

    @Test func `what a preset judges by is asked for`() {
        let asked = LDAPSchema.activeDirectory.requestedAttributes(for: .people)
        for name in [
            "accountExpires", "objectGUID", "objectSid", "primaryGroupID", "sAMAccountName",
            "userAccountControl",
        ] {
            #expect(asked.contains(name))
        }
        #expect(
            LDAPSchema.activeDirectory.requestedAttributes(for: .groups)
                == ["cn", "member", "objectGUID", "objectSid"])
        #expect(
            LDAPSchema.directoryServer389.requestedAttributes(for: .people)
                .contains("nsAccountLock"))
    }

    @Test func `what is no attribute's name is known as such`() {
        #expect(LDAPSchema.isAttributeDescription("cn;lang-de"))
        #expect(LDAPSchema.isAttributeDescription("2.5.4.3"))
        #expect(!LDAPSchema.isAttributeDescription("a)(b"))
        #expect(!LDAPSchema.isAttributeDescription(""))
    }
}

import Directory
import Testing

@Suite struct LDAPSchemaTests {
    @Test func `presets are found by name`() {
        #expect(LDAPSchema.preset(named: "inetOrgPerson") == .inetOrgPerson)
        #expect(LDAPSchema.preset(named: "rfc2307") == .rfc2307)
        #expect(LDAPSchema.preset(named: "nonsense") == nil)
        #expect(LDAPSchema.presetNames.contains("inetOrgPerson"))
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
    }

    @Test func `what is no attribute's name is known as such`() {
        #expect(LDAPSchema.isAttributeDescription("cn;lang-de"))
        #expect(LDAPSchema.isAttributeDescription("2.5.4.3"))
        #expect(!LDAPSchema.isAttributeDescription("a)(b"))
        #expect(!LDAPSchema.isAttributeDescription(""))
    }
}

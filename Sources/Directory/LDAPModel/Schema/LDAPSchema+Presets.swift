extension LDAPSchema {
    /// The names of the presets, for messages. **Shape:** sorted.
    public static var presetNames: [String] { presets.map(\.name).sorted() }

    /// The preset that the configuration calls so; nil when there is none.
    public static func preset(named name: String) -> LDAPSchema? {
        presets.first { $0.name == name }
    }

    private static let presets: [LDAPSchema] = [
        .inetOrgPerson, .rfc2307, .directoryServer389, .activeDirectory,
    ]

    /// People of the Internet's usual class, groups of names.
    ///
    /// The department is `departmentNumber`, whatever the number looks like; `ou`, which many
    /// directories fill with a place in their tree, is never taken for it.
    /// - SeeAlso: RFC 2798, RFC 4519 §3.5 and §3.6
    public static let inetOrgPerson = LDAPSchema(
        name: "inetOrgPerson", anchor: "entryUUID", personClasses: ["inetOrgPerson"],
        attributes: personAttributes, manager: "manager",
        groupClasses: ["groupOfNames", "groupOfUniqueNames"], groupDisplay: "cn",
        members: [
            .init("member", .distinguishedName), .init("uniqueMember", .nameAndOptionalUID),
        ])

    /// POSIX accounts and groups: members by login, and by DN where the server follows the later
    /// draft (`rfc2307bis`). People usually are of `inetOrgPerson` too, and are read as such. The
    /// group that `gidNumber` names is no membership.
    /// - SeeAlso: RFC 2307 §3 and §4
    public static let rfc2307 = LDAPSchema(
        name: "rfc2307", anchor: "entryUUID", personClasses: ["posixAccount"],
        attributes: personAttributes, manager: "manager", groupClasses: ["posixGroup"],
        groupDisplay: "cn",
        members: [.init("memberUid", .userName), .init("member", .distinguishedName)])

    /// 389 Directory Server and what is made of it: people of the Internet's usual class or of the
    /// server's own, the lock that the server itself goes by.
    ///
    /// Every entry of every version has an `nsUniqueId`, and keeps it when it is moved or renamed;
    /// `entryUUID` is there only where its plug-in was on when the entry was made.
    public static let directoryServer389 = LDAPSchema(
        name: "389ds", anchor: "nsUniqueId", personClasses: ["inetOrgPerson", "nsPerson"],
        attributes: personAttributes, manager: "manager",
        inactivity: [.equals("nsAccountLock", "true")],
        groupClasses: ["groupOfNames", "groupOfUniqueNames"], groupDisplay: "cn",
        members: [
            .init("member", .distinguishedName), .init("uniqueMember", .nameAndOptionalUID),
        ])

    /// Active Directory, and Samba as its domain controller.
    ///
    /// Nobody is left out for being disabled or expired: such people are found, and are inactive. The
    /// primary group counts as any other group. A password's end or a lock after wrong passwords says
    /// nothing of whether somebody still belongs there.
    /// - SeeAlso: MS-ADTS §2.2.16 (`userAccountControl`), MS-ADA1, MS-ADA3
    public static let activeDirectory = LDAPSchema(
        name: "activeDirectory", anchor: "objectGUID", personClasses: ["user"],
        personCategory: "person",
        attributes: personAttributes.merging(activeDirectoryAttributes) { $1 },
        manager: "manager",
        inactivity: [.anyBit("userAccountControl", of: 2), .reached("accountExpires")],
        groupClasses: ["group"], groupDisplay: "cn",
        members: [.init("member", .distinguishedName)],
        primaryGroup: .init(number: "primaryGroupID", identifier: "objectSid"),
        staysInDomain: true)

    private static let activeDirectoryAttributes: [Attribute: String] = [
        .userName: "sAMAccountName",
        .nameMiddleName: "middleName",
        .addressesStreetAddress: "streetAddress",
        .addressesCountry: "c",
        .employeeNumber: "employeeID",
        .organization: "company",
        .division: "division",
        .department: "department",
    ]

    private static let personAttributes: [Attribute: String] = [
        .userName: "uid",
        .nameFormatted: "cn",
        .nameFamilyName: "sn",
        .nameGivenName: "givenName",
        .displayName: "displayName",
        .title: "title",
        .userType: "employeeType",
        .preferredLanguage: "preferredLanguage",
        .emailsValue: "mail",
        .phoneNumbersValue: "telephoneNumber",
        .addressesStreetAddress: "street",
        .addressesLocality: "l",
        .addressesRegion: "st",
        .addressesPostalCode: "postalCode",
        .employeeNumber: "employeeNumber",
        .organization: "o",
        .department: "departmentNumber",
    ]
}

/// The attribute types that occur in DNs: their aliases, and whether their values compare by case.
/// - SeeAlso: RFC 4519 §2, RFC 4524 §2, RFC 2798 §2
struct AttributeType: Sendable {
    /// The one spelling that stands for all, in lower case.
    let canonical: String
    /// Whether values that differ in case are different.
    let caseExact: Bool

    /// The type of that name or OID, `oid.` before it allowed.
    /// - Parameter name: in lower case.
    init(named name: String) {
        let bare = name.hasPrefix("oid.") ? String(name.dropFirst(4)) : name
        canonical = Self.canonicalNames[bare] ?? bare
        caseExact = Self.caseExactNames.contains(canonical)
    }

    /// Whether the name already is the canonical one, of a type that ignores case.
    /// - Parameter name: in lower case.
    static func isPlain(_ name: String) -> Bool {
        canonicalNames[name] == nil && !caseExactNames.contains(name) && !name.hasPrefix("oid.")
    }

    private static let canonicalNames: [String: String] = {
        var names: [String: String] = [:]
        for row in aliases {
            for alias in row.dropFirst() { names[alias] = row[0] }
        }
        return names
    }()

    /// Types that are rare in DNs, but whose entries differ when only case does.
    private static let caseExactNames: Set<String> = [
        "automountkey", "homedirectory", "krbprincipalname", "labeleduri", "loginshell",
        "memberuid",
    ]

    /// The canonical name, then its other spellings.
    private static let aliases: [[String]] = [
        ["cn", "commonname", "2.5.4.3"],
        ["sn", "surname", "2.5.4.4"],
        ["serialnumber", "2.5.4.5"],
        ["c", "countryname", "2.5.4.6"],
        ["l", "localityname", "2.5.4.7"],
        ["st", "stateorprovincename", "2.5.4.8"],
        ["street", "streetaddress", "2.5.4.9"],
        ["o", "organizationname", "2.5.4.10"],
        ["ou", "organizationalunitname", "2.5.4.11"],
        ["title", "2.5.4.12"],
        ["description", "2.5.4.13"],
        ["businesscategory", "2.5.4.15"],
        ["postalcode", "2.5.4.17"],
        ["telephonenumber", "2.5.4.20"],
        ["name", "2.5.4.41"],
        ["givenname", "gn", "2.5.4.42"],
        ["initials", "2.5.4.43"],
        ["generationqualifier", "2.5.4.44"],
        ["dnqualifier", "2.5.4.46"],
        ["uid", "userid", "0.9.2342.19200300.100.1.1"],
        ["mail", "rfc822mailbox", "0.9.2342.19200300.100.1.3"],
        ["dc", "domaincomponent", "0.9.2342.19200300.100.1.25"],
        ["uniqueidentifier", "0.9.2342.19200300.100.1.44"],
        ["emailaddress", "email", "e", "1.2.840.113549.1.9.1"],
        ["departmentnumber", "2.16.840.1.113730.3.1.2"],
        ["employeenumber", "2.16.840.1.113730.3.1.3"],
        ["displayname", "2.16.840.1.113730.3.1.241"],
        ["entryuuid", "1.3.6.1.1.16.4"],
        ["uidnumber", "1.3.6.1.1.1.1.0"],
        ["gidnumber", "1.3.6.1.1.1.1.1"],
        ["homedirectory", "1.3.6.1.1.1.1.3"],
        ["memberuid", "1.3.6.1.1.1.1.12"],
        ["labeleduri", "1.3.6.1.4.1.250.1.57"],
    ]
}

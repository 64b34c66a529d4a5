/// A search filter as a value: built from parts, never pasted from text.
/// - SeeAlso: RFC 4511 §4.5.1.7
public indirect enum LDAPFilter: Sendable, Hashable {
    /// All of them; none is true everywhere.
    case and([LDAPFilter])
    /// One of them; none is true nowhere.
    case or([LDAPFilter])
    case not(LDAPFilter)
    case present(String)
    case equality(String, [UInt8])
    case approximate(String, [UInt8])
    case greaterOrEqual(String, [UInt8])
    case lessOrEqual(String, [UInt8])
    /// `initial*any*any*final`; an empty `initial` or `final` asks nothing.
    case substring(String, initial: [UInt8], any: [[UInt8]], final: [UInt8])
    /// At least one of attribute and rule is given.
    case extensible(attribute: String?, ofDN: Bool, rule: String?, [UInt8])

    /// `(attribute=value)`.
    public static func equals(_ attribute: String, _ value: String) -> LDAPFilter {
        .equality(attribute, Array(value.utf8))
    }

    /// What the filter, or a part of it, looks at. **Shape:** names in lower case.
    public var attributes: Set<String> {
        switch self {
        case .and(let parts), .or(let parts): Set(parts.flatMap(\.attributes))
        case .not(let part): part.attributes
        case .present(let name), .equality(let name, _), .approximate(let name, _),
            .greaterOrEqual(let name, _), .lessOrEqual(let name, _), .substring(let name, _, _, _):
            [name.lowercased()]
        case .extensible(let name, _, _, _): Set([name?.lowercased()].compactMap(\.self))
        }
    }

    /// Entries of any of the classes. **Shape:** at least one class.
    public static func objectClass(anyOf classes: [String]) -> LDAPFilter {
        let parts = classes.map { equals("objectClass", $0) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }
}

/// The string representation, with everything escaped that could end a value.
/// - SeeAlso: RFC 4515 §3
extension LDAPFilter: CustomStringConvertible {
    public var description: String { "(\(body))" }

    private var body: String {
        switch self {
        case .and(let parts): "&" + parts.map(\.description).joined()
        case .or(let parts): "|" + parts.map(\.description).joined()
        case .not(let part): "!\(part)"
        case .present(let attribute): "\(Self.name(attribute))=*"
        case .equality(let attribute, let value): Self.comparison(attribute, "=", value)
        case .approximate(let attribute, let value): Self.comparison(attribute, "~=", value)
        case .greaterOrEqual(let attribute, let value): Self.comparison(attribute, ">=", value)
        case .lessOrEqual(let attribute, let value): Self.comparison(attribute, "<=", value)
        case .substring(let attribute, let initial, let any, let final):
            Self.name(attribute) + "="
                + ([initial] + any + [final]).map(Self.escaped).joined(separator: "*")
        case .extensible(let attribute, let ofDN, let rule, let value):
            (attribute.map(Self.name) ?? "") + (ofDN ? ":dn" : "")
                + (rule.map { ":" + Self.name($0) } ?? "") + ":=" + Self.escaped(value)
        }
    }

    private static func comparison(_ attribute: String, _ sign: String, _ value: [UInt8]) -> String
    {
        name(attribute) + sign + escaped(value)
    }

    /// A name is escaped too, which no server understands, so that a name with a parenthesis in it is
    /// refused and never becomes part of the filter.
    private static func name(_ attribute: String) -> String {
        let isName = attribute.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ";") }
        return isName ? attribute : attribute.utf8.map { "\\" + hexadecimal($0) }.joined()
    }

    private static func escaped(_ value: [UInt8]) -> String {
        let isText = String(validating: value, as: UTF8.self) != nil
        var spelled: [UInt8] = []
        for octet in value {
            let isSpecial = octet < 0x20 || octet == 0x7F || #"()*\"#.utf8.contains(octet)
            if isSpecial || (octet >= 0x80 && !isText) {
                spelled += "\\\(hexadecimal(octet))".utf8
            } else {
                spelled.append(octet)
            }
        }
        return String(decoding: spelled, as: UTF8.self)
    }
}

/// The name of an entry: its relative names from the entry up to the root.
///
/// Two spellings of one name are equal: attribute types compare by their aliases and OIDs, values by
/// their matching rule (letters without case, runs of spaces as one), the parts of a multi-valued
/// relative name in any order. The empty name is the root of the tree.
/// - SeeAlso: RFC 4514, RFC 4518 §2
public struct DistinguishedName: Sendable {
    /// `type=value`, one part of a relative name.
    public struct Assertion: Sendable {
        /// As it was spelled: a name or a dotted OID.
        public let type: String
        /// Unescaped.
        public let value: Value

        public init(type: String, value: Value) {
            self.type = type
            self.value = value
        }
    }

    /// The value of an assertion.
    public enum Value: Sendable, Hashable {
        /// The octets of a string; usually UTF-8, but a `\xx` escape can write any.
        case string([UInt8])
        /// A BER encoding (`#04024869`) of something that is no string.
        case encoded([UInt8])
    }

    /// One level of the name. **Shape:** the assertions as they were spelled, at least one.
    public struct RelativeName: Sendable {
        /// More than one in a multi-valued relative name (`cn=ada+uid=ada`).
        public let assertions: [Assertion]
        /// Equal for equal relative names.
        let normalForm: String

        /// - Parameter assertions: in any order; at least one.
        public init(_ assertions: [Assertion]) {
            self.assertions = assertions
            normalForm = assertions.map(\.normalForm).sorted()
                .joined(separator: NormalForm.betweenAssertions)
        }
    }

    /// **Shape:** the entry's own name first, the root's child last.
    public let relativeNames: [RelativeName]

    public init(_ relativeNames: [RelativeName]) { self.relativeNames = relativeNames }

    /// Parses RFC 4514, and the older spellings of RFC 2253 and 1779: spaces around separators, `;`
    /// for `,`, quoted values, `OID.` before an OID.
    /// - Throws: ``LDAPSyntaxError`` with the column.
    public init(_ text: String) throws(LDAPSyntaxError) {
        var text = text
        let result = text.withUTF8 { bytes in
            Result { () throws(LDAPSyntaxError) in try DistinguishedName(bytes: bytes) }
        }
        self = try result.get()
    }

    /// The same, of bytes that came from a source.
    /// - Throws: ``LDAPSyntaxError`` with the column.
    public init(bytes: UnsafeBufferPointer<UInt8>) throws(LDAPSyntaxError) {
        var parser = DistinguishedNameParser(bytes)
        self.init(try parser.parse())
    }

    /// Whether the entry stands somewhere below the other, at any depth; no name is below itself.
    public func isDescendant(of ancestor: DistinguishedName) -> Bool {
        let surplus = relativeNames.count - ancestor.relativeNames.count
        return surplus > 0
            && relativeNames[surplus...].elementsEqual(ancestor.relativeNames)
    }
}

extension DistinguishedName: Hashable {}

extension DistinguishedName.RelativeName: Hashable {
    public static func == (left: Self, right: Self) -> Bool { left.normalForm == right.normalForm }
    public func hash(into hasher: inout Hasher) { hasher.combine(normalForm) }
}

extension DistinguishedName: CustomStringConvertible {
    /// The spelling of RFC 4514, from which the same name can be parsed.
    public var description: String {
        relativeNames.map { name in
            name.assertions.map { "\($0.type)=\($0.value)" }.joined(separator: "+")
        }.joined(separator: ",")
    }
}

extension DistinguishedName.Value: CustomStringConvertible {
    /// Escaped as a DN needs it.
    /// - SeeAlso: RFC 4514 §2.4
    public var description: String {
        switch self {
        case .encoded(let octets): "#" + octets.map(hexadecimal).joined()
        case .string(let octets): Self.escaped(octets)
        }
    }

    private static func escaped(_ octets: [UInt8]) -> String {
        let isText = String(validating: octets, as: UTF8.self) != nil
        var spelled: [UInt8] = []
        for (index, octet) in octets.enumerated() {
            let isEdge = index == 0 || index == octets.count - 1
            switch octet {
            case _ where octet < 0x20 || octet == 0x7F || (octet > 0x7F && !isText):
                spelled += "\\\(hexadecimal(octet))".utf8
            case UInt8(ascii: " ") where isEdge, UInt8(ascii: "#") where index == 0:
                spelled += [UInt8(ascii: "\\"), octet]
            case _ where "\"+,;<>\\".utf8.contains(octet):
                spelled += [UInt8(ascii: "\\"), octet]
            default: spelled.append(octet)
            }
        }
        return String(decoding: spelled, as: UTF8.self)
    }
}

/// Two digits, in capitals.
func hexadecimal(_ octet: UInt8) -> String {
    let digits = String(octet, radix: 16, uppercase: true)
    return octet < 16 ? "0" + digits : digits
}

/// The value of a digit; nil when the byte is none.
func hexadecimalValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}

extension DistinguishedName {
    /// A name for look-ups: equal for all spellings of one name, and much cheaper than the parsed
    /// name.
    public struct Key: Sendable, Hashable {
        /// Compared as strings are in Swift, by canonical equivalence, so that composed and
        /// decomposed letters are one.
        let text: String

        /// - Throws: ``LDAPSyntaxError`` when the bytes are no DN.
        /// - Complexity: one pass and one allocation for ASCII without escapes; otherwise the name
        ///   is parsed.
        public init(bytes: UnsafeBufferPointer<UInt8>) throws(LDAPSyntaxError) {
            if let text = PlainNameFolder.fold(bytes) {
                self.text = text
            } else {
                text = try DistinguishedName(bytes: bytes).key.text
            }
        }

        init(text: String) { self.text = text }

        /// Whether it names the root.
        public var isEmpty: Bool { text.isEmpty }
    }

    /// The name for look-ups.
    public var key: Key {
        Key(text: relativeNames.map { $0.normalForm + NormalForm.afterRelativeName }.joined())
    }
}

/// The letters that hold a normal form together. A value that contains one of them has it escaped,
/// so that no value can look like two.
enum NormalForm {
    /// Between the parts of a multi-valued relative name.
    static let betweenAssertions = "\u{1}"
    /// Behind each level, so that no name is the beginning of another one's level.
    static let afterRelativeName = "\u{2}"
    /// Where an assertion has its `=`.
    static let afterType = "\u{3}"
    /// Before the number of a reserved letter, and before a value that is no text.
    static let escape = "\u{4}"

    /// Whether the letter is one of these, and must be escaped in a value.
    static func isReserved(_ scalar: Unicode.Scalar) -> Bool { scalar.value <= 4 }

    /// A value as the rule `caseIgnoreMatch` (or `caseExactMatch`) sees it: without spaces at its
    /// ends, inner runs of spaces as one, letters folded. Compatibility letters (full width,
    /// ligatures) are left as they are.
    /// - SeeAlso: RFC 4518 §2
    static func value(_ text: String, caseExact: Bool) -> String {
        let words = text.unicodeScalars.split { $0.properties.isWhitespace }
        let joined = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
        // Both ways, so that letters with two small or two capital forms (ß, ς) become one.
        let folded = caseExact ? joined : joined.uppercased().lowercased()
        guard folded.unicodeScalars.contains(where: isReserved) else { return folded }
        return folded.unicodeScalars.map { isReserved($0) ? escape + "\($0.value)" : String($0) }
            .joined()
    }
}

extension DistinguishedName.Assertion {
    /// Equal for equal assertions: canonical type, folded value.
    var normalForm: String {
        let type = AttributeType(named: type.lowercased())
        return type.canonical + NormalForm.afterType + normalValue(caseExact: type.caseExact)
    }

    private func normalValue(caseExact: Bool) -> String {
        if case .string(let octets) = value, let text = String(validating: octets, as: UTF8.self) {
            return NormalForm.value(text, caseExact: caseExact)
        }
        return NormalForm.escape + value.description
    }
}

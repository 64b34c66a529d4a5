/// What the attributes of an entry are for: a schema, arranged for reading entries of one subject.
struct EntryLayout: Sendable {
    /// One attribute of the source and everything that it is read for.
    struct Use: Sendable {
        /// In lower case, as bytes.
        let name: [UInt8]
        var attributes: [Target] = []
        var isAnchor = false
        var isManager = false
        var isDisplay = false
        var rules: [InactivityRule] = []
        var members: LDAPSchema.MemberAttribute.Syntax?
        /// Whether many entries have the same value.
        var isShared = false

        /// Whether the value itself is needed, and not only that it is there.
        var needsText: Bool { !attributes.isEmpty || isAnchor || isDisplay }
    }

    /// An attribute of the vocabulary that a value is for.
    struct Target: Sendable {
        let attribute: Attribute
        let isMultiValued: Bool
    }

    private(set) var uses: [Use] = []

    init(_ subject: ReadingSubject, of schema: LDAPSchema) {
        use(schema.anchor) { $0.isAnchor = true }
        if subject == .groups {
            use(schema.groupDisplay) { $0.isDisplay = true }
            for member in schema.members { use(member.name) { $0.members = member.syntax } }
            return
        }
        for (attribute, name) in schema.attributes.sorted(by: { $0.key < $1.key }) {
            let target = Target(
                attribute: attribute, isMultiValued: attribute.definition.isMultiValued)
            use(name) {
                $0.attributes.append(target)
                $0.isShared = $0.isShared || Self.shared.contains(attribute)
            }
        }
        if let manager = schema.manager { use(manager) { $0.isManager = true } }
        for rule in schema.inactivity { use(rule.attribute) { $0.rules.append(rule) } }
    }

    private mutating func use(_ name: String, _ change: (inout Use) -> Void) {
        let lowered = Array(name.lowercased().utf8)
        if let known = uses.firstIndex(where: { $0.name == lowered }) {
            change(&uses[known])
        } else {
            var use = Use(name: lowered)
            change(&use)
            uses.append(use)
        }
    }

    /// The slot of an attribute description; nil when nothing needs it.
    func slot(named description: UnsafeBufferPointer<UInt8>) -> ReadingBuilder.Slot? {
        let end = description.firstIndex(of: UInt8(ascii: ";")) ?? description.count
        let name = UnsafeBufferPointer(rebasing: description[..<end])
        guard let index = uses.firstIndex(where: { Self.isName(name, $0.name) }) else { return nil }
        var slot = ReadingBuilder.Slot(index: index)
        if end < description.count {
            let options = String(decoding: description[(end + 1)...], as: UTF8.self).lowercased()
            for option in options.split(separator: ";") where option != "binary" {
                if option.hasPrefix("range=") {
                    slot.isUnfinished = !option.hasSuffix("-*")
                } else {
                    slot.isAlternate = true
                }
            }
        }
        return slot
    }

    private static func isName(_ name: UnsafeBufferPointer<UInt8>, _ lowered: [UInt8]) -> Bool {
        guard name.count == lowered.count else { return false }
        for index in lowered.indices {
            let byte = name[index]
            let isCapital = byte &- UInt8(ascii: "A") < 26
            if (isCapital ? byte | 0x20 : byte) != lowered[index] { return false }
        }
        return true
    }

    private static let shared: Set<Attribute> = [
        .title, .userType, .preferredLanguage, .locale, .timezone, .addressesStreetAddress,
        .addressesLocality, .addressesRegion, .addressesPostalCode, .addressesCountry,
        .costCenter, .organization, .division, .department,
    ]
}

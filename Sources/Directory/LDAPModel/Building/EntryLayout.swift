/// What the attributes of an entry are for: a schema, arranged for reading entries of one subject.
struct EntryLayout: Sendable {
    /// One attribute of the source and everything that it is read for.
    struct Use: Sendable {
        /// In lower case, as bytes.
        let name: [UInt8]
        var roles: ReadingBuilder.Slot.Roles = []
        /// The attributes of the vocabulary that get its values.
        var attributes: [(attribute: Attribute, isMultiValued: Bool)] = []
        /// What it may show of the account's activity.
        var rules: [InactivityRule] = []
        /// How it spells members; nil when it lists none.
        var members: LDAPSchema.MemberAttribute.Syntax?
    }

    private(set) var uses: [Use] = []
    /// What an entry must show; one that does not show it hides it.
    private(set) var required: ReadingBuilder.Slot.Roles = []

    /// Attributes that the schema names twice are one use with several roles.
    init(_ subject: ReadingSubject, of schema: LDAPSchema) {
        use(schema.anchor) { $0.roles.formUnion([.anchor, .text]) }
        if let primary = schema.primaryGroup {
            require(.identifier, as: primary.identifier)
            if subject == .people { require(.primaryGroup, as: primary.number) }
        }
        if subject == .groups {
            use(schema.groupDisplay) { $0.roles.formUnion([.display, .text]) }
            for member in schema.members {
                use(member.name) {
                    $0.roles.insert(.members)
                    $0.members = member.syntax
                }
            }
            return
        }
        for (attribute, name) in schema.attributes.sorted(by: { $0.key < $1.key }) {
            use(name) {
                $0.attributes.append((attribute, attribute.definition.isMultiValued))
                $0.roles.insert(.text)
            }
        }
        if let manager = schema.manager { use(manager) { $0.roles.insert(.manager) } }
        for rule in schema.inactivity {
            use(rule.attribute) {
                $0.rules.append(rule)
                $0.roles.insert(.rules)
            }
            if rule.isAlwaysThere { require(.flags, as: rule.attribute) }
        }
    }

    private mutating func require(_ role: ReadingBuilder.Slot.Roles, as name: String) {
        use(name) { $0.roles.insert(role) }
        required.insert(role)
    }

    private mutating func use(_ name: String, _ change: (inout Use) -> Void) {
        let lowered = Array(name.lowercased().utf8)
        if let known = uses.firstIndex(where: { $0.name == lowered }) {
            change(&uses[known])
        } else {
            var use = Use(name: lowered)
            if Anchor.guidAttributes.contains(name.lowercased()) { use.roles.insert(.guid) }
            change(&use)
            uses.append(use)
        }
    }

    /// The slot of an attribute description; nil when nothing needs it.
    func slot(named description: UnsafeBufferPointer<UInt8>) -> ReadingBuilder.Slot? {
        let end = description.firstIndex(of: UInt8(ascii: ";")) ?? description.count
        let name = UnsafeBufferPointer(rebasing: description[..<end])
        for index in uses.indices where Self.isName(name, uses[index].name) {
            var slot = ReadingBuilder.Slot(index: index, roles: uses[index].roles)
            if end < description.count {
                slot.take(options: String(decoding: description[(end + 1)...], as: UTF8.self))
            }
            return slot
        }
        return nil
    }

    private static func isName(_ name: UnsafeBufferPointer<UInt8>, _ lowered: [UInt8]) -> Bool {
        guard name.count == lowered.count else { return false }
        for index in name.indices where name[index].lowered != lowered[index] { return false }
        return true
    }
}

extension ReadingBuilder {
    /// Where the values of one attribute go.
    public struct Slot: Sendable {
        /// What a value is read for.
        struct Roles: OptionSet, Sendable {
            let rawValue: UInt16
            /// The value names the entry for ever.
            static let anchor = Roles(rawValue: 1)
            /// The DN of the manager's entry.
            static let manager = Roles(rawValue: 2)
            /// A group's name.
            static let display = Roles(rawValue: 4)
            /// A member of a group.
            static let members = Roles(rawValue: 8)
            /// Whether the account is active.
            static let rules = Roles(rawValue: 16)
            /// The value itself is needed, and not only that it is there.
            static let text = Roles(rawValue: 32)
            /// The value may be the bytes of a GUID, and is read as its spelling then.
            static let guid = Roles(rawValue: 64)
            /// A ``SecurityIdentifier``.
            static let identifier = Roles(rawValue: 128)
            /// The last part of the primary group's identifier.
            static let primaryGroup = Roles(rawValue: 256)
            /// Whether the account is active, by a number that every account has.
            static let flags = Roles(rawValue: 512)
        }

        /// Into ``EntryLayout/uses``, and into ``OpenEntry/counts``.
        let index: Int
        /// A value may have several.
        let roles: Roles
        /// It has an option such as `;lang-de`.
        private(set) var isAlternate = false
        /// It has an option such as `;range=0-1499`, and further values follow elsewhere.
        private(set) var isUnfinished = false

        init(index: Int, roles: Roles) {
            self.index = index
            self.roles = roles
        }

        /// `;binary` says how a value was transferred, and changes nothing.
        mutating func take(options: String) {
            for option in options.lowercased().split(separator: ";") where option != "binary" {
                if option.hasPrefix("range=") {
                    isUnfinished = !option.hasSuffix("-*")
                } else {
                    isAlternate = true
                }
            }
        }
    }
}

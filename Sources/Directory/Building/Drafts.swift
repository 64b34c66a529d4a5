/// A person's entry or resource, read but for the manager; its label stands in the builder's labels.
package struct AccountDraft: Sendable, Equatable {
    package let anchor: Anchor
    package let isActive: Bool
    package let isReadable: Bool
    /// See ``FoldedName/hash``; 0 without a login. Told while the values are at hand: to look for them
    /// again, in all of a large directory, takes longer.
    let userNameHash: UInt32
    package private(set) var attributes: AttributeValues
    /// A reference of the builder's; nil when the entry names no manager.
    package var manager: Int32?

    package init(
        anchor: Anchor, attributes: AttributeValues, manager: Int32?, isActive: Bool,
        isReadable: Bool
    ) {
        self.anchor = anchor
        self.attributes = attributes
        self.manager = manager
        self.isActive = isActive
        self.isReadable = isReadable
        var hash: UInt32 = 0
        _ = attributes.anyValue(of: .userName) { name, _ in
            hash = FoldedName(name).hash
            return true
        }
        userNameHash = hash
    }

    package var hasUserName: Bool { userNameHash != 0 }

    /// Hands the attributes over, which are not here afterwards.
    package mutating func takeAttributes() -> AttributeValues {
        var taken = AttributeValues()
        swap(&taken, &attributes)
        return taken
    }
}

/// A group's entry or resource, read but for who its members are.
package struct GroupDraft: Sendable {
    package let anchor: Anchor
    package let label: String
    package let display: String
    /// The group's part of the builder's members.
    package let members: Range<Int>
    /// Whether nothing else than a member was unreadable.
    package let isReadable: Bool

    /// - Parameter display: nil for a group whose name cannot be read; it is called by its label.
    package init(
        anchor: Anchor, label: String, display: String?, members: Range<Int>,
        isReadable: Bool = true
    ) {
        self.anchor = anchor
        self.label = label
        self.display = display ?? label
        self.members = members
        self.isReadable = isReadable && display != nil
    }

    /// What begins the group's unresolved members.
    package var unread: [String] { isReadable ? [] : [""] }
}

/// A person's entry or resource, read but for the manager; its label stands in the builder's labels.
package struct AccountDraft: Sendable, Equatable {
    package let anchor: Anchor
    package private(set) var attributes: AttributeValues
    /// A reference of the builder's; nil when the entry names no manager.
    package let manager: Int32?
    package let isActive: Bool
    package let isReadable: Bool

    package init(
        anchor: Anchor, attributes: AttributeValues, manager: Int32?, isActive: Bool,
        isReadable: Bool
    ) {
        self.anchor = anchor
        self.attributes = attributes
        self.manager = manager
        self.isActive = isActive
        self.isReadable = isReadable
    }

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

    package init(anchor: Anchor, label: String, display: String, members: Range<Int>) {
        self.anchor = anchor
        self.label = label
        self.display = display
        self.members = members
    }
}

/// The entry whose attributes are just arriving. Its storage is used again for the next entry.
struct OpenEntry: Sendable {
    /// What it is taken for.
    var subject = ReadingSubject.people
    /// The DN as it came, made UTF-8.
    var label: ContiguousArray<UInt8> = []
    /// The last of its values.
    var anchor: Anchor?
    /// How many values the anchor attribute had; anything but one leaves the entry out.
    var anchorCount = 0
    /// Until a value of an inactivity rule is seen.
    var isActive = true
    /// Whether no value had to be left out.
    var isReadable = true
    /// The first one named; see ``EntryReferences``.
    var manager: Int32?
    /// A group's name, the first of several.
    var display: String?
    /// What primary groups are found by.
    var identifier: SecurityIdentifier?
    /// The number of a person's primary group.
    var primaryGroup: UInt32?
    /// What it has shown of what its layout requires.
    var shown: ReadingBuilder.Slot.Roles = []
    /// Where its members begin in ``ReadingBuilder/members``.
    var firstMember = 0
    /// Whether the server sent a part of its members only.
    var isUnfinished = false
    /// The values of the vocabulary, without alternates.
    var values = AttributeDraft()
    /// Values of attributes with options such as `;lang-de`, which count when there
    /// is no plain one.
    var alternates: [(slot: ReadingBuilder.Slot, text: String)] = []
    /// How many plain values each slot has had.
    var counts: [Int] = []

    /// The DN as text, for findings and groups.
    var labelText: String { String(decoding: label, as: UTF8.self) }

    /// Forgets the entry before.
    /// - Parameter slots: how many attributes are asked for.
    mutating func begin(_ subject: ReadingSubject, slots: Int, firstMember: Int) {
        self.subject = subject
        self.firstMember = firstMember
        label.removeAll(keepingCapacity: true)
        anchor = nil
        anchorCount = 0
        isActive = true
        isReadable = true
        manager = nil
        display = nil
        identifier = nil
        primaryGroup = nil
        shown = []
        isUnfinished = false
        values.removeAll()
        if !alternates.isEmpty { alternates.removeAll(keepingCapacity: true) }
        counts.removeAll(keepingCapacity: true)
        for _ in 0..<slots { counts.append(0) }
    }
}

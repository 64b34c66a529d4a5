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

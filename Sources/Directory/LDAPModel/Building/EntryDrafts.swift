/// A person's entry, read but for the manager.
struct AccountDraft: Sendable {
    let anchor: Anchor
    let label: String
    let isActive: Bool
    let isReadable: Bool
    let attributes: AttributeValues
    /// See ``EntryReferences``; nil when the entry names no manager.
    let manager: Int32?
}

/// A group's entry, read but for who its members are.
struct GroupDraft: Sendable {
    let anchor: Anchor
    let label: String
    let display: String
    /// The group's part of the builder's references.
    let members: Range<Int>
}

/// The entry whose attributes are just arriving. Its storage is used again for the next entry.
struct OpenEntry: Sendable {
    var subject = ReadingSubject.people
    var label = ""
    var anchor = ""
    var anchorCount = 0
    var isActive = true
    /// Whether no value had to be left out.
    var isReadable = true
    var manager: Int32?
    var display: String?
    var firstMember = 0
    var isUnfinished = false
    var values: [AttributeValues.Entry] = []
    /// Values of attributes with options such as `;lang-de`, which count when there
    /// is no plain one.
    var alternates: [(slot: ReadingBuilder.Slot, text: String)] = []
    /// How many plain values each slot has had.
    var counts: [Int] = []

    mutating func begin(_ subject: ReadingSubject, label: String, slots: Int, firstMember: Int) {
        self.subject = subject
        self.label = label
        self.firstMember = firstMember
        anchor = ""
        anchorCount = 0
        isActive = true
        isReadable = true
        manager = nil
        display = nil
        isUnfinished = false
        values.removeAll(keepingCapacity: true)
        if !alternates.isEmpty { alternates.removeAll(keepingCapacity: true) }
        counts.removeAll(keepingCapacity: true)
        for _ in 0..<slots { counts.append(0) }
    }
}

/// Counts what the first pages of a search show.
struct AnchorSample: EntryReceiver {
    let anchor: String
    let operation: LDAPError.Operation
    private(set) var entries = 0
    /// Entries of which the anchor is shown.
    private(set) var anchored = 0
    private(set) var hasReferences = false
    private var pages = 0

    init(anchor: String, operation: LDAPError.Operation) {
        self.anchor = anchor
        self.operation = operation
    }

    /// Whether there can be no more than was counted.
    var isWhole: Bool { pages < 2 }

    mutating func receive(_ entry: borrowing Message, from connection: Connection) throws {
        entries += 1
        var isAnchored = false
        try connection.decode(entry, operation, name: { _ in }) { _, values in
            if values.contains(where: { !$0.isEmpty }) { isAnchored = true }
        }
        if isAnchored { anchored += 1 }
    }

    mutating func receiveReference() { hasReferences = true }
    mutating func endPage() { pages += 1 }
}

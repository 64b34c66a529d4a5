import Directory

/// The ids that came and the ids and names that were named, each once and numbered in that order, with
/// whose they are: so that nothing of a reference is looked for twice.
struct KnownIDs: Sendable {
    /// One of them.
    struct Entry: Sendable {
        let anchor: Anchor
        /// The position of the account that has it; -1 where none has.
        fileprivate(set) var account: Int32 = -1
        /// The same of the group.
        fileprivate(set) var group: Int32 = -1
    }

    /// By number.
    private(set) var entries: [Entry] = []
    private var index = HashIndex()

    /// Makes room for ids, when there are none yet.
    mutating func reserve(_ count: Int) {
        guard entries.isEmpty else { return }
        entries.reserveCapacity(count)
        index = HashIndex(capacity: count)
    }

    /// The number of an id, which is known from now on.
    mutating func number(of id: Anchor) -> Int32 {
        let hash = id.spellingHash
        if let known = known(id, hash) { return known }
        let number = Int32(entries.count)
        entries.append(Entry(anchor: id))
        index.insert(number, hash: hash)
        return number
    }

    /// nil where nobody has it and nobody was named so.
    func entry(of id: Anchor) -> Entry? { known(id, id.spellingHash).map { entries[Int($0)] } }

    /// - Parameter number: as ``number(of:)`` gave it.
    subscript(number: Int32) -> Entry { entries[Int(number)] }

    mutating func give(_ number: Int32, toAccount position: Int) {
        entries[Int(number)].account = Int32(position)
    }

    mutating func give(_ number: Int32, toGroup position: Int) {
        entries[Int(number)].group = Int32(position)
    }

    /// From now on they are nobody's; their numbers stay.
    mutating func forget(_ subject: ReadingSubject) {
        for number in entries.indices {
            switch subject {
            case .people: entries[number].account = -1
            case .groups: entries[number].group = -1
            }
        }
    }

    /// Puts something else for the positions.
    mutating func renumber(accounts: [Int32], groups: [Int32]) {
        for number in entries.indices {
            let entry = entries[number]
            if entry.account >= 0 { entries[number].account = accounts[Int(entry.account)] }
            if entry.group >= 0 { entries[number].group = groups[Int(entry.group)] }
        }
    }

    private func known(_ id: Anchor, _ hash: Int) -> Int32? {
        index.first(hash: hash) { entries[Int($0)].anchor == id }
    }
}

import Directory

/// A set of people of one snapshot, one bit each.
struct PersonSet: Sendable {
    private var words: ContiguousArray<UInt64>

    /// Nobody, of so many people.
    init(count: Int) { words = ContiguousArray(repeating: 0, count: (count + 63) / 64) }

    func contains(_ person: PersonIndex) -> Bool {
        words[Int(person) / 64] & (1 << UInt64(person % 64)) != 0
    }

    mutating func insert(_ person: PersonIndex) {
        words[Int(person) / 64] |= 1 << UInt64(person % 64)
    }

    /// Takes all of them in.
    mutating func insert(_ people: some Sequence<PersonIndex>) {
        for person in people { insert(person) }
    }

    /// Turns every answer round.
    mutating func invert() {
        for index in words.indices { words[index] = ~words[index] }
    }

    /// Takes in everybody who is in the other.
    mutating func formUnion(_ other: PersonSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    /// Keeps those who are in the other too.
    mutating func formIntersection(_ other: PersonSet) {
        for index in words.indices { words[index] &= other.words[index] }
    }

}

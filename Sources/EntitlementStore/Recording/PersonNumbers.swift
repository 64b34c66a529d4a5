import Directory

/// The rows of people, for the items of a change set, which come in the order of ids.
struct PersonNumbers {
    private let snapshot: DirectorySnapshot
    private let numbers: [Int64]
    private let absent: [PersonID: Int64]
    private var next = 0

    /// Those in the snapshot, and those whom the store knows besides.
    init(_ comparison: SnapshotComparison) {
        snapshot = comparison.snapshot
        numbers = comparison.plan.people.numbers
        absent = Dictionary(
            comparison.plan.people.leftovers.map { (PersonID($0.key), $0.number) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The person's row.
    /// - Complexity: one pass over all people for calls in the order of ids
    mutating func number(of person: PersonID) throws -> Int64 {
        while next < numbers.count, snapshot.people[next].id < person { next += 1 }
        if next < numbers.count, snapshot.people[next].id == person { return numbers[next] }
        if let number = absent[person] { return number }
        guard let index = snapshot.index(of: person) else {
            throw StoreError(.inconsistent, while: .record, detail: "unknown person \(person)")
        }
        return numbers[Int(index)]
    }
}

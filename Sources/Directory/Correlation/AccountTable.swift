/// The accounts of all sources under one numbering: those of the first source, then of the next.
struct AccountTable {
    /// In the order of the configuration.
    let readings: [SelectedReading]
    let count: Int
    /// For each source the number of its first account.
    private let starts: [Int32]
    /// For each account its source, as an index into ``readings``.
    private let sources: [UInt8]

    init(_ readings: [SelectedReading]) {
        var starts: [Int32] = []
        var sources: [UInt8] = []
        for (source, selected) in readings.enumerated() {
            starts.append(Int32(sources.count))
            sources.append(
                contentsOf: repeatElement(
                    UInt8(clamping: source), count: selected.reading?.accounts.count ?? 0))
        }
        (self.readings, self.starts, self.sources) = (readings, starts, sources)
        count = sources.count
    }

    /// How many sources have accounts.
    var populatedSources: Int { readings.count { $0.reading?.accounts.isEmpty == false } }

    subscript(number: Int32) -> Account {
        let source = source(of: number)
        guard let reading = readings[source].reading else {
            preconditionFailure("an account of a source without a reading")
        }
        return reading.accounts[Int(number - starts[source])]
    }

    /// An index into ``readings``.
    func source(of number: Int32) -> Int { Int(sources[Int(number)]) }

    /// The number of an account that the reading of a source names by index.
    func number(of account: AccountIndex, in source: Int) -> Int32 { starts[source] + account }

    func key(of number: Int32) -> AccountKey {
        AccountKey(source: readings[source(of: number)].id, anchor: self[number].anchor)
    }

    /// The id of the person who is first seen by this account.
    func ownID(of number: Int32) -> PersonID {
        PersonID(
            readings[source(of: number)].id.rawValue + ":" + self[number].anchor.rawValue)
    }
}

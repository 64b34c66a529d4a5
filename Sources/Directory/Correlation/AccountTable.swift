/// The accounts of all sources under one numbering: those of the first source, then of the next.
struct AccountTable {
    /// In the order of the configuration.
    let readings: [SelectedReading]
    /// By number; within a source in the order of its reading.
    let accounts: [Account]
    /// For each account its source, as an index into ``readings``.
    private let sources: [UInt8]
    /// For each source the number of its first account.
    private let starts: [Int32]
    /// For each source what its people share.
    private let origins: [PersonID.Origin]

    /// - Parameter readings: those without a reading keep their place and have no accounts.
    init(_ readings: [SelectedReading]) {
        var accounts: [Account] = []
        var sources: [UInt8] = []
        var starts: [Int32] = []
        for (source, selected) in readings.enumerated() {
            starts.append(Int32(accounts.count))
            guard let own = selected.reading?.accounts else { continue }
            if accounts.isEmpty { accounts = own } else { accounts.append(contentsOf: own) }
            sources.append(
                contentsOf: repeatElement(UInt8(clamping: source), count: own.count))
        }
        self.readings = readings
        self.accounts = accounts
        self.sources = sources
        self.starts = starts
        origins = readings.map { PersonID.Origin($0.id) }
    }

    /// **Units:** accounts of all sources.
    var count: Int { accounts.count }

    /// How many sources have accounts.
    var populatedSources: Int { readings.count { $0.reading?.accounts.isEmpty == false } }

    /// The account of that number.
    subscript(number: Int32) -> Account { accounts[Int(number)] }

    /// An index into ``readings``.
    func source(of number: Int32) -> Int { Int(sources[Int(number)]) }

    /// The number of an account that the reading of a source names by index.
    func number(of account: AccountIndex, in source: Int) -> Int32 { starts[source] + account }

    /// The name of the account for ever, also outside this table.
    func key(of number: Int32) -> AccountKey {
        AccountKey(
            source: readings[source(of: number)].id, anchor: accounts[Int(number)].anchor)
    }

    /// **Shape:** sorted.
    func keys(of accounts: ArraySlice<Int32>) -> [AccountKey] {
        var keys: [AccountKey] = []
        keys.reserveCapacity(accounts.count)
        for account in accounts { keys.append(key(of: account)) }
        if keys.count > 1 { keys.sort() }
        return keys
    }

    /// By source and anchor, so that the order within a reading makes no difference.
    /// - Parameter accounts: ascending.
    func inOrder(_ accounts: ArraySlice<Int32>) -> ArraySlice<Int32> {
        for (one, next) in zip(accounts, accounts.dropFirst())
        where source(of: one) == source(of: next) {
            return accounts.sorted {
                (source(of: $0), self[$0].anchor) < (source(of: $1), self[$1].anchor)
            }[...]
        }
        return accounts
    }

    /// The id of the person who is first seen by this account.
    func ownID(of number: Int32) -> PersonID {
        PersonID(origins[source(of: number)], accounts[Int(number)].anchor)
    }

    /// The id of a group of a source.
    func groupID(_ anchor: Anchor, in source: Int) -> GroupID {
        GroupID(origins[source].prefix + anchor.rawValue)
    }
}

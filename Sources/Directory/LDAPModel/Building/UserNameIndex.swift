/// Accounts by login, letters compared without case.
struct UserNameIndex {
    private var index: HashIndex
    /// The accounts whose login is another account's too. **Shape:** ascending, unique.
    private(set) var shared: [Int32] = []

    init(_ accounts: [AccountDraft]) {
        index = HashIndex(capacity: accounts.count)
        var shared: Set<Int32> = []
        for position in accounts.indices {
            guard let name = accounts[position].attributes[.userName].map(Self.folded) else {
                continue
            }
            let other = first(named: name, in: accounts) { $0.anchor != accounts[position].anchor }
            if let other { shared.formUnion([other, Int32(position)]) }
            index.insert(Int32(position), hash: name.hashValue)
        }
        self.shared = shared.sorted()
    }

    /// Whom a login names.
    func resolve(_ name: String, in accounts: [AccountDraft]) -> ReferenceResolver.Resolution {
        let name = Self.folded(name)
        guard let found = first(named: name, in: accounts, where: { _ in true }) else {
            return .unknown
        }
        let anchor = accounts[Int(found)].anchor
        let other = first(named: name, in: accounts) { $0.anchor != anchor }
        return other == nil ? .account(found) : .ambiguous
    }

    private func first(
        named name: String, in accounts: [AccountDraft], where isWanted: (AccountDraft) -> Bool
    ) -> Int32? {
        index.first(hash: name.hashValue) { position in
            accounts[Int(position)].attributes[.userName].map(Self.folded) == name
                && isWanted(accounts[Int(position)])
        }
    }

    private static func folded(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isPlain ? name.lowercased() : NormalForm.value(name, caseExact: false)
    }
}

/// Makes one person of several accounts, as the authorities say.
struct AttributeMerge {
    private let table: AccountTable
    private let authority: Authority
    /// For each parent attribute the source that decides it, as an index; -1 for none.
    private let deciders: [Int]
    private let managerDecider: Int?
    private let activityDecider: Int?

    /// A source that the authorities name and the table does not have decides nothing.
    init(_ table: AccountTable, authority: Authority) {
        self.table = table
        self.authority = authority
        let index = { (id: SourceID) in table.readings.firstIndex { $0.id == id } }
        var deciders = [Int](repeating: -1, count: Attribute.allCases.count)
        if let manager = authority.manager.flatMap(index) {
            deciders[Int(Attribute.managerValue.parent.rawValue)] = manager
        }
        // Descending, so that of several sub-attributes of one parent the first decides.
        for (attribute, source) in authority.attributes.sorted(by: { $0.key > $1.key }) {
            if let source = index(source) { deciders[Int(attribute.parent.rawValue)] = source }
        }
        self.deciders = deciders
        managerDecider = authority.manager.flatMap(index)
        if case .source(let source) = authority.activity {
            activityDecider = index(source)
        } else {
            activityDecider = nil
        }
    }

    /// - Parameter accounts: those of the person, in the order of the sources; at least one.
    func isActive(_ accounts: ArraySlice<Int32>) -> Bool {
        if authority.activity == .any {
            return accounts.contains { table.accounts[Int($0)].isActive }
        }
        return judged(accounts, by: activityDecider)
            .allSatisfy { table.accounts[Int($0)].isActive }
    }

    /// The account whose word on the manager counts, and that word; nil when none names one.
    func manager(_ accounts: ArraySlice<Int32>) -> (account: Int32, reference: ManagerReference)? {
        for account in judged(accounts, by: managerDecider) {
            let reference = table.accounts[Int(account)].manager
            if reference != .none { return (account, reference) }
        }
        return nil
    }

    /// The person's values, each with the source that gave it.
    /// - Parameter accounts: those of the person, in the order of the sources; at least one.
    func attributes(_ accounts: ArraySlice<Int32>) -> AttributeValues {
        if accounts.count == 1, let only = accounts.first {
            let source = UInt8(clamping: table.source(of: only))
            let attributes = table.accounts[Int(only)].attributes
            return source == 0 ? attributes : attributes.said(by: source)
        }
        var chosen = [Int32](repeating: -1, count: deciders.count)
        var draft = AttributeDraft()
        for account in accounts {
            let source = table.source(of: account)
            table.accounts[Int(account)].attributes.forEachValue { attribute, element, value in
                let parent = Int(attribute.parent.rawValue)
                let decider = deciders[parent]
                if decider >= 0, decider != source, knows(accounts, decider) { return }
                if chosen[parent] < 0 { chosen[parent] = account }
                guard chosen[parent] == account else { return }
                draft.append(
                    value, of: attribute, element: element, source: UInt8(clamping: source))
            }
        }
        return draft.values()
    }

    private func knows(_ accounts: ArraySlice<Int32>, _ source: Int) -> Bool {
        for account in accounts where table.source(of: account) == source { return true }
        return false
    }

    /// The accounts of the deciding source, or all when it does not know the person.
    private func judged(_ accounts: ArraySlice<Int32>, by decider: Int?) -> ArraySlice<Int32> {
        guard let decider, knows(accounts, decider) else { return accounts }
        return accounts.filter { table.source(of: $0) == decider }[...]
    }
}

extension Attribute {
    /// The first sub-attribute of the same parent, standing for the parent; itself when simple.
    var parent: Attribute { Self.parents[Int(rawValue)] }

    private static let parents: [Attribute] = allCases.map { attribute in
        allCases.first { $0.definition.name == attribute.definition.name } ?? attribute
    }
}

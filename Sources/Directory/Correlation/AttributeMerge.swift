/// Makes one person of several accounts, as the authorities say.
struct AttributeMerge {
    private let table: AccountTable
    private let authority: Authority
    /// For each parent attribute the source that decides it, as an index; -1 for none.
    private let deciders: [Int]
    private let managerDecider: Int?
    private let activityDecider: Int?

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
        if authority.activity == .any { return accounts.contains { table[$0].isActive } }
        return judged(accounts, by: activityDecider).allSatisfy { table[$0].isActive }
    }

    /// The account whose word on the manager counts, and that word; nil when none names one.
    func manager(_ accounts: ArraySlice<Int32>) -> (account: Int32, reference: ManagerReference)? {
        for account in judged(accounts, by: managerDecider) {
            let reference = table[account].manager
            if reference != .none { return (account, reference) }
        }
        return nil
    }

    func attributes(_ accounts: ArraySlice<Int32>) -> AttributeValues {
        if accounts.count == 1, let only = accounts.first {
            return table[only].attributes.said(by: UInt8(clamping: table.source(of: only)))
        }
        let present = Set(accounts.map(table.source))
        var chosen = [Int32](repeating: -1, count: deciders.count)
        var entries: [AttributeValues.Entry] = []
        for account in accounts {
            let source = table.source(of: account)
            for entry in table[account].attributes.entries {
                let parent = Int(entry.attribute.parent.rawValue)
                let decider = deciders[parent]
                if decider >= 0, decider != source, present.contains(decider) { continue }
                if chosen[parent] < 0 { chosen[parent] = account }
                guard chosen[parent] == account else { continue }
                var entry = entry
                entry.source = UInt8(clamping: source)
                entries.append(entry)
            }
        }
        return AttributeValues(entries)
    }

    /// The accounts of the deciding source, or all when it does not know the person.
    private func judged(_ accounts: ArraySlice<Int32>, by decider: Int?) -> ArraySlice<Int32> {
        guard let decider else { return accounts }
        let own = accounts.filter { table.source(of: $0) == decider }
        return own.isEmpty ? accounts : own[...]
    }
}

extension AttributeValues {
    /// The same as the word of another source.
    fileprivate func said(by source: UInt8) -> AttributeValues {
        if entries.allSatisfy({ $0.source == source }) { return self }
        return AttributeValues(
            entries.lazy.map {
                Entry($0.attribute, $0.value, element: Int($0.element), source: source)
            })
    }
}

extension Attribute {
    /// The first sub-attribute of the same parent, standing for the parent; itself when simple.
    var parent: Attribute { Self.parents[Int(rawValue)] }

    private static let parents: [Attribute] = allCases.map { attribute in
        allCases.first { $0.definition.name == attribute.definition.name } ?? attribute
    }
}

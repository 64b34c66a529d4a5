import Directory

/// Which groups are new, gone, renamed, or have other members, over all fresh readings; and numbers
/// for the rows that are new.
struct GroupDelta {
    /// **Shape:** sorted, unique.
    private(set) var ids: [GroupID] = []
    /// Groups whose name may be new: number to position in the snapshot.
    private(set) var renamed: [Int64: Int32] = [:]
    /// Numbers of groups that are no longer there.
    private(set) var gone: [Int64] = []
    private var firstAccount: [Int64] = []
    private var firstGroup: [Int64] = []

    /// - Parameter plans: matched; one a fresh reading.
    init(
        _ plans: [ReadingPlan], _ snapshot: DirectorySnapshot, _ connection: any SQLConnection
    ) throws {
        var account = try connection.count("SELECT max(no) FROM accounts")
        var group = try connection.count("SELECT max(no) FROM groups")
        for plan in plans {
            firstAccount.append(account)
            firstGroup.append(group)
            account += Int64(plan.rows?.accounts.fresh.count ?? 0)
            group += Int64(plan.rows?.groups.fresh.count ?? 0)
            add(plan, snapshot, from: firstGroup[firstGroup.count - 1])
        }
        ids = Set(ids).sorted()
    }

    private mutating func add(
        _ plan: ReadingPlan, _ snapshot: DirectorySnapshot, from largest: Int64
    ) {
        guard var groups = plan.rows?.groups else { return }
        groups.number(from: largest)
        let source = plan.reading.source
        let id = { (anchor: String) in GroupID("\(source):\(anchor)") }
        for position in groups.fresh + groups.changed + groups.returned {
            let group = id(plan.reading.groups[Int(position)].anchor.rawValue)
            ids.append(group)
            if let index = snapshot.index(of: group) {
                renamed[groups.numbers[Int(position)]] = index
            }
        }
        ids += (plan.rows?.memberGroups ?? []).map {
            id(plan.reading.groups[Int($0)].anchor.rawValue)
        }
        for leftover in groups.leftovers where leftover.isNew {
            ids.append(id(leftover.key))
            gone.append(leftover.number)
        }
    }

    /// Gives numbers to the new rows of the plan at that position.
    func number(_ plan: inout ReadingPlan, at position: Int) {
        plan.rows?.accounts.number(from: firstAccount[position])
        plan.rows?.groups.number(from: firstGroup[position])
    }
}

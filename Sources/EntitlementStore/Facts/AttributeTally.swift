import Directory
import Entitlements

/// Counts who has each attribute in a reading, and who of those that are still there had it when they
/// were stored.
struct AttributeTally {
    /// By raw value of the attribute.
    private var now = [Int](repeating: 0, count: Attribute.allCases.count)
    private var lost = [Int](repeating: 0, count: Attribute.allCases.count)

    /// Of attributes that somebody has, or had.
    var holders: [Attribute: SnapshotDelta.AttributeHolders] {
        var holders: [Attribute: SnapshotDelta.AttributeHolders] = [:]
        for attribute in Attribute.allCases {
            let (now, lost) = (now[Int(attribute.rawValue)], lost[Int(attribute.rawValue)])
            if now + lost > 0 { holders[attribute] = .init(now: now, lost: lost) }
        }
        return holders
    }

    /// - Parameters:
    ///   - plan: matched.
    ///   - elsewhere: sums over what the plan's reading does not hold.
    init(
        _ plan: ReadingPlan, _ connection: any SQLConnection, elsewhere: Totals = Totals()
    ) throws {
        let accounts = plan.reading.accounts
        for account in accounts { account.forEachAttribute { now[Int($0.rawValue)] += 1 } }
        for attribute in Attribute.allCases {
            let subject = Totals.subject(attribute, of: plan.reading.source)
            now[Int(attribute.rawValue)] += elsewhere[.attribute, subject]
        }
        guard let rows = plan.rows?.accounts else { return }
        // What could not be read is not lost.
        for position in rows.changed where accounts[Int(position)].isReadable {
            guard let stored = try Self.account(rows.numbers[Int(position)], connection) else {
                continue
            }
            let present = accounts[Int(position)]
            stored.forEachAttribute { attribute in
                if !present.has(attribute) { lost[Int(attribute.rawValue)] += 1 }
            }
        }
    }

    private static func account(
        _ number: Int64, _ connection: any SQLConnection
    ) throws -> Account? {
        try connection.first(
            "SELECT attributes, manager_no, manager_text FROM accounts WHERE no = ?",
            .integer(number)
        ) { row in
            var attributes: AttributeValues?
            row.withUTF8(0) { attributes = AttributeText.parse($0) }
            guard let attributes else { throw StoreError.unreadable }
            return Account(
                anchor: Anchor(""), label: "", isActive: true, attributes: attributes,
                manager: row.isNull(1) && row.isNull(2) ? .none : .dangling(""))
        }
    }
}

extension Totals {
    /// Adds what is summed over the accounts of a reading by themselves.
    public mutating func addAccounts(of reading: SourceReading) {
        var counts = [Int](repeating: 0, count: Attribute.allCases.count)
        for account in reading.accounts {
            account.forEachAttribute { counts[Int($0.rawValue)] += 1 }
        }
        for attribute in Attribute.allCases {
            add(
                counts[Int(attribute.rawValue)], to: .attribute,
                Self.subject(attribute, of: reading.source))
        }
        add(
            reading.accounts.count { !$0.isActive }, to: .inactive, reading.source.rawValue)
    }

    static func subject(_ attribute: Attribute, of source: SourceID) -> String {
        "\(source) \(attribute.path)"
    }
}

extension Account {
    /// Calls the body once for each attribute that it has; for its manager with `managers`, which
    /// stands for all that is derived from them.
    fileprivate func forEachAttribute(_ body: (Attribute) -> Void) {
        var last: Attribute?
        attributes.forEachValue { attribute, _, _ in
            if attribute != last { body(attribute) }
            last = attribute
        }
        if manager != .none { body(.managers) }
    }

    fileprivate func has(_ attribute: Attribute) -> Bool {
        attribute == .managers
            ? manager != .none : attributes.anyValue(of: attribute) { _, _ in true }
    }
}

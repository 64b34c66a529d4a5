import Directory
import Entitlements

/// The accounts of one source as they were after a run.
struct AccountRows {
    /// **Shape:** sorted by anchor, unique.
    let accounts: [Account]
    /// The position of each row's number.
    let positions: [Int64: AccountIndex]

    private struct Row {
        let number: Int64
        let anchor: Anchor
        let label: String
        let isActive: Bool
        let isReadable: Bool
        let manager: Int64?
        let managerText: String?
        let attributes: AttributeValues
    }

    /// - Parameters:
    ///   - source: the number of its row.
    ///   - run: `Int64.max` for now.
    init(_ connection: any SQLConnection, source: Int64, upTo run: Int64) throws {
        var rows: [Row] = []
        for (table, row) in [
            ("accounts a", "a"),
            ("accounts_history h JOIN accounts a ON a.no = h.account_no", "h"),
        ] {
            try connection.query(
                """
                SELECT a.no, a.anchor, \(row).label, \(row).is_active, \(row).manager_no,
                  \(row).manager_text, \(row).attributes, \(row).is_readable FROM \(table)
                WHERE a.source_no = ? AND \(row).since_run <= ?
                  AND (\(row).until_run IS NULL OR \(row).until_run > ?) ORDER BY a.anchor
                """, [.integer(source), .integer(run), .integer(run)]
            ) { rows.append(try Self.row($0)) }
        }
        let isSorted = zip(rows, rows.dropFirst()).allSatisfy { $0.anchor < $1.anchor }
        if !isSorted { rows.sort { $0.anchor < $1.anchor } }
        let positions = Dictionary(
            rows.enumerated().map { ($1.number, AccountIndex($0)) },
            uniquingKeysWith: { first, _ in first })
        accounts = rows.map { row in
            let manager =
                row.manager.flatMap { positions[$0] }.map(ManagerReference.account)
                ?? row.managerText.map(ManagerReference.dangling) ?? .none
            return Account(
                anchor: row.anchor, label: row.label, isActive: row.isActive,
                attributes: row.attributes, manager: manager, isReadable: row.isReadable)
        }
        self.positions = positions
    }

    private static func row(_ row: any SQLRow) throws -> Row {
        var attributes: AttributeValues?
        row.withUTF8(6) { attributes = AttributeText.parse($0) }
        guard let attributes else { throw StoreError.unreadable }
        return Row(
            number: row.integer(0), anchor: Anchor(row.text(1)), label: row.text(2),
            isActive: row.flag(3), isReadable: row.flag(7), manager: row.optionalInteger(4),
            managerText: row.optionalText(5), attributes: attributes)
    }
}

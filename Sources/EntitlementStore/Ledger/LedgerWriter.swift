import Directory
import Entitlements

/// Appends to the ledger within a transaction of the store.
struct LedgerWriter {
    let connection: any SQLConnection

    /// What the first entry has for a hash before it.
    static let beginning = Digest(of: "")

    /// What is of the past would change what was known, and who held what, at times already accounted
    /// for.
    /// - Throws: ``StoreError/Code/clockBehind``
    func requireOrder(_ time: Timestamp, while operation: StoreError.Operation) throws {
        let newest = try connection.first(
            "SELECT time FROM ledger ORDER BY no DESC LIMIT 1", read: { try $0.timestamp(0) })
        guard let newest, newest > time.advanced(bySeconds: EntitlementStore.mostDelay) else {
            return
        }
        throw StoreError(.clockBehind, while: operation, detail: "\(newest)")
    }

    /// - Returns: the entry's number.
    /// - Throws: ``StoreError/Code/clockBehind``
    @discardableResult
    func append(_ kind: LedgerEntry.Kind, at time: Timestamp, _ body: JSONValue) throws -> Int64 {
        try requireOrder(time, while: kind.operation)
        let last = try connection.first(
            "SELECT no, hash FROM ledger ORDER BY no DESC LIMIT 1",
            read: { (number: try $0.counted(0), hash: $0.bytes(1)) })
        let number = (last?.number ?? 0) + 1
        let previous = last.flatMap { Digest(bytes: $0.hash) } ?? Self.beginning
        let body = CanonicalJSON.text(of: body)
        let hash = Digest(
            of: LedgerEntry.text(
                number: number, time: time, kind: kind, body: body, previous: previous))
        try connection.execute(
            "INSERT INTO ledger (no, time, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?)",
            .integer(number), .text(time.description), .text(kind.rawValue), .text(body),
            .bytes(previous.bytes), .bytes(hash.bytes))
        return number
    }

    /// The number that the next entry will have.
    func nextNumber() throws -> Int64 { try connection.count("SELECT max(no) FROM ledger") + 1 }
}

extension LedgerEntry.Kind {
    /// What writes such an entry.
    fileprivate var operation: StoreError.Operation {
        switch self {
        case .run, .mapping, .changeSet: .record
        case .decisions: .decide
        case .apply, .close: .apply
        case .leaseTakeover: .lease
        case .tokenCreated, .tokenRevoked: .token
        }
    }
}

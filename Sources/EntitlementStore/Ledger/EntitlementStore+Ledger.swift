import Directory
import Entitlements

extension EntitlementStore {
    /// Entries from that number on, oldest first.
    public func ledger(from number: Int64 = 1, limit: Int) throws(StoreError) -> [LedgerEntry] {
        try engine.read(.read) { connection in
            try connection.all(
                """
                SELECT no, time, kind, body, previous, hash FROM ledger
                WHERE no >= ? ORDER BY no LIMIT ?
                """, .integer(number), .integer(Int64(limit)), read: { try $0.ledgerEntry() })
        }
    }

    /// The latest entries, the newest last.
    public func ledger(last limit: Int) throws(StoreError) -> [LedgerEntry] {
        try engine.read(.read) { connection in
            try connection.all(
                """
                SELECT no, time, kind, body, previous, hash FROM ledger ORDER BY no DESC LIMIT ?
                """, .integer(Int64(limit)), read: { try $0.ledgerEntry() }
            ).reversed()
        }
    }

    /// Checks every hash, and that the tables still say what the entries attest.
    /// - Complexity: reads all change sets, decisions and entitlements there ever were.
    public func verifyLedger() throws(StoreError) -> LedgerVerification {
        try engine.read(.verify) { connection in
            var verifier = LedgerVerifier(connection: connection)
            return try verifier.verify()
        }
    }
}

extension SQLRow {
    /// An entry in six columns.
    func ledgerEntry() throws -> LedgerEntry {
        LedgerEntry(
            number: integer(0), time: try timestamp(1), kind: try word(2), body: text(3),
            previous: try digest(4), hash: try digest(5))
    }
}

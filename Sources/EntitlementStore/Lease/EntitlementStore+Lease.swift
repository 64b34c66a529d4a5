import Directory
import Entitlements

extension EntitlementStore {
    /// Takes the lease. An expired one is taken over, which the ledger records; so is one from a clock
    /// that was far ahead, which would keep everybody out until that day.
    /// - Parameters:
    ///   - holder: for people, host and process.
    ///   - seconds: for how long it is believed without being renewed.
    /// - Throws: ``StoreError/Code/leaseHeld`` while another holds it; ``StoreError/Code/clockBehind``
    public func acquireLease(holder: String, at time: Timestamp, duration seconds: Int64)
        throws(StoreError) -> Lease
    {
        try engine.write(.lease) { connection in
            try LedgerWriter(connection: connection).requireOrder(time, while: .lease)
            let current = try Lease.current(connection)
            if let current, let former = current.holder {
                let left = current.expires.secondsSinceEpoch - time.secondsSinceEpoch
                guard left <= 0 || left > seconds + Self.mostSkew else {
                    throw StoreError(
                        .leaseHeld, while: .lease, detail: "\(former) until \(current.expires)")
                }
                try LedgerWriter(connection: connection).append(
                    .leaseTakeover, at: time,
                    [
                        "fencingNumber": .integer(current.fencing + 1),
                        "formerHolder": .string(former), "holder": .string(holder),
                    ])
            }
            let lease = Lease(
                fencingNumber: (current?.fencing ?? 0) + 1, holder: holder,
                expires: time.advanced(bySeconds: seconds))
            try lease.write(connection)
            return lease
        }
    }

    /// **Units:** seconds by which the clocks of hosts may differ.
    private static let mostSkew: Int64 = 86_400

    /// **Units:** seconds by which a clock may be behind the newest entry of the ledger: those of hosts
    /// that write in turn always differ a little.
    public static let mostDelay: Int64 = 600

    /// Makes it last longer.
    /// - Throws: ``StoreError/Code/leaseLost`` when it was taken over or released.
    public func renew(_ lease: Lease, at time: Timestamp, duration seconds: Int64)
        throws(StoreError) -> Lease
    {
        try engine.write(.lease) { connection in
            try lease.check(connection, while: .lease)
            let renewed = Lease(
                fencingNumber: lease.fencingNumber, holder: lease.holder,
                expires: time.advanced(bySeconds: seconds))
            try renewed.write(connection)
            return renewed
        }
    }

    /// Gives it back; one that was lost already is no error.
    public func release(_ lease: Lease) throws(StoreError) {
        try engine.write(.lease) { connection in
            try connection.execute(
                "UPDATE leases SET holder = NULL WHERE name = 'run' AND fencing = ?",
                .integer(lease.fencingNumber))
        }
    }

    /// Who holds it; nil when nobody does. It may have expired.
    public func currentLease() throws(StoreError) -> Lease? {
        try engine.read(.lease) { connection in
            guard let current = try Lease.current(connection), let holder = current.holder else {
                return nil
            }
            return Lease(
                fencingNumber: current.fencing, holder: holder, expires: current.expires)
        }
    }
}

extension Lease {
    /// - Throws: ``StoreError/Code/leaseLost`` unless this is the lease in force. Time does not
    ///   matter: an expired lease that nobody took over still keeps others out.
    func check(_ connection: any SQLConnection, while operation: StoreError.Operation) throws {
        let current = try Self.current(connection)
        guard let current, current.holder != nil, current.fencing == fencingNumber else {
            throw StoreError(.leaseLost, while: operation)
        }
    }

    fileprivate typealias Row = (fencing: Int64, holder: String?, expires: Timestamp)

    fileprivate static func current(_ connection: any SQLConnection) throws -> Row? {
        try connection.first("SELECT fencing, holder, expires FROM leases WHERE name = 'run'") {
            Row(try $0.counted(0), $0.optionalText(1), try $0.timestamp(2))
        }
    }

    fileprivate func write(_ connection: any SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO leases (name, fencing, holder, expires) VALUES ('run', ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET fencing = excluded.fencing,
              holder = excluded.holder, expires = excluded.expires
            """, .integer(fencingNumber), .text(holder), .text(expires.description))
    }
}

import GRDB
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct StoreErrorTests {
    @Test func `each error is one sentence that says what to do`() {
        for code in StoreError.Code.allCases {
            for operation in StoreError.Operation.allCases {
                let sentence = StoreError(code, while: operation).description
                #expect(sentence.contains(": ") && sentence.contains("; "))
                #expect(!sentence.hasSuffix("."))
            }
        }
        #expect(
            StoreError(
                .full, while: .record,
                library: .init("SQLite", code: "13", text: "database or disk is full")
            ).description
                == "the run could not be recorded: the disk is full, or the database has reached the "
                + "largest size it may have; make room or raise the limit, and run again; nothing was "
                + "half written (SQLite 13: database or disk is full)")
    }

    @Test func `who may not make tables is told to have it done`() {
        for (code, operation) in [
            (StoreError.Code.denied, StoreError.Operation.migrate), (.notFound, .open),
            (.olderVersion, .open),
        ] {
            let sentence = StoreError(code, while: operation).description
            #expect(sentence.contains("`rollcall store prepare`"))
        }
        #expect(!StoreError(.denied, while: .record).description.contains("prepare"))
    }

    @Test(arguments: [ResultCode.SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_WRITE])
    func `no room for a reader, or for a file that may not grow, is a full disk`(_ code: ResultCode)
    {
        let error = DatabaseError(resultCode: code)
        #expect(StoreError(error, while: .open, path: "").code == .full)
    }

    @Test func `the debug rendering has everything, the label is a bounded word`() {
        let error = StoreError(
            .leaseHeld, while: .lease, path: "/home/ada/rollcall.db", detail: "host 7 until then")
        #expect(
            error.debugDescription
                == "the lease could not be had: another run holds the lease; wait for the other run to"
                + " end, or for its lease to expire [code: lease-held, operation: lease, path: "
                + "/home/ada/rollcall.db, detail: host 7 until then]")
        #expect(error.label == "lease-held")
        #expect(
            Set(StoreError.Code.allCases.map(\.rawValue)).count == StoreError.Code.allCases.count)
    }

    @Test func `no rendering but the debug one names a path, a holder or a value`() throws {
        let secret = "planted-secret"
        for code in StoreError.Code.allCases {
            let error = StoreError(code, while: .read, path: secret, detail: secret)
            #expect(!error.description.contains(secret) && !error.label.contains(secret))
            #expect(error.debugDescription.contains(secret))
        }
    }

    /// Values are bound, and the database's own text names tables and columns at most.
    @Test func `what the database says of a refused row holds none of its values`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let secret = "planted-secret"
        let statements: [(String, [SQLValue])] = [
            ("INSERT INTO leases (name, fencing, holder) VALUES ('run', 1, ?)", [.text(secret)]),
            ("UPDATE people SET is_active = ?", [.text(secret)]),
            ("UPDATE change_sets SET state = ?", [.text(secret)]),
            ("UPDATE accounts SET no = ?", [.integer(4711)]),
            ("UPDATE people SET id = ?", [.text(secret)]),
        ]
        for (sql, arguments) in statements {
            #expect {
                try world.store.engine.write(.record) { try $0.execute(sql, arguments) }
            } throws: { error in
                guard let error = error as? StoreError else { return false }
                return error.code == .inconsistent && error.library != nil
                    && !error.debugDescription.contains(secret)
                    && !error.debugDescription.contains("4711")
            }
        }
    }

    @Test func `a database that another process keeps locked is said to be busy`() throws {
        let place = try StorePlace()
        let store = try EntitlementStore.open(place.location)
        let impatient: any SQLEngine =
            switch place.location {
            case .sqlite(let path):
                try SQLiteEngine(path: path, mode: .readWrite, busyTimeout: 0)
            case .postgreSQL(let address):
                try PostgreSQLEngine(address, mode: .readWrite, lockTimeout: 1)
            }
        try store.engine.write(.record) { _ in
            #expect {
                try impatient.write(.record) { _ in }
            } throws: { error in
                (error as? StoreError)?.code == .busy
            }
        }
    }
}

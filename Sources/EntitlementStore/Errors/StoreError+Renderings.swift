extension StoreError: CustomStringConvertible, CustomDebugStringConvertible {
    /// One safe sentence: what failed, why, what to do, and the library's own result.
    public var description: String {
        let result = library.map { " (\($0))" } ?? ""
        return "\(operation.phrase): \(code.sentence); \(code.hint(while: operation))\(result)"
    }

    /// Everything, the path and private details included.
    public var debugDescription: String {
        let facts = [
            "code: \(code.rawValue)", "operation: \(operation.rawValue)",
            path.map { "path: \($0)" }, detail.map { "detail: \($0)" },
        ]
        return "\(description) [\(facts.compactMap(\.self).joined(separator: ", "))]"
    }

    /// For metrics: one of ``Code``'s words.
    public var label: String { code.rawValue }
}

extension StoreError.LibraryResult: CustomStringConvertible {
    public var description: String {
        let code = code.isEmpty ? "" : " \(code)"
        return text.isEmpty ? database + code : "\(database)\(code): \(text)"
    }
}

extension StoreError.Operation {
    fileprivate var phrase: String {
        switch self {
        case .open: "the store could not be opened"
        case .migrate: "the store could not be brought to this version"
        case .write: "the store cannot be written"
        case .lease: "the lease could not be had"
        case .compare: "the reading could not be compared with the store"
        case .record: "the run could not be recorded"
        case .decide: "the decisions could not be recorded"
        case .apply: "the change set could not be applied"
        case .read: "the store could not be read"
        case .verify: "the ledger could not be verified"
        case .copy: "the store could not be copied"
        case .token: "the tokens of readers could not be read or changed"
        }
    }
}

extension StoreError.Code {
    fileprivate var sentence: String {
        switch self {
        case .notFound: "there is no store at that place"
        case .notRollcall: "what is at that place is not a Rollcall database"
        case .alteredSchema:
            "its tables, views, indices and triggers are not those that Rollcall makes"
        case .newerVersion: "a newer version of Rollcall has written it"
        case .olderVersion: "an older version of Rollcall has written it"
        case .readOnly: "the file or its folder is read-only, or the database server is"
        case .unavailable: "the database cannot be opened"
        case .unreachable: "the database server cannot be reached, or the connection was lost"
        case .untrusted: "the database server is not known to be the right one"
        case .denied: "the database server does not let this login do that"
        case .unsupported: "the database server is too old"
        case .notEmpty: "there is a store at that place already"
        case .full: "the disk is full, or the database has reached the largest size it may have"
        case .damaged: "the database is damaged"
        case .busy: "another process keeps it locked"
        case .leaseHeld: "another run holds the lease"
        case .leaseLost: "this run no longer holds the lease"
        case .clockBehind:
            "by this machine's clock, the newest entry of the ledger is of the future"
        case .staleComparison: "another run was recorded in between"
        case .unknownChangeSet: "there is no change set of that number"
        case .unknownChange: "the change set has no such change"
        case .closedChangeSet: "the change set is applied, rejected or superseded"
        case .alteredChangeSet: "the change set is not the one that was proposed"
        case .duplicateToken: "a token of that name is in use"
        case .unknownToken: "no token of that name is in use"
        case .unknownRevision: "the store has no state of that revision or time"
        case .inconsistent: "the database refused a statement"
        }
    }

    fileprivate func hint(while operation: StoreError.Operation) -> String {
        switch self {
        case .notFound:
            "run `rollcall sync` or `rollcall store prepare` once, or correct `store` in the configuration"
        case .notRollcall: "correct `store` in the configuration; nothing was changed"
        case .alteredSchema:
            "take away what was added, or restore the last backup, and run `rollcall ledger verify`"
        case .newerVersion: "use that version; nothing was changed"
        case .olderVersion:
            "run `rollcall sync` or `rollcall store prepare` once with this version"
        case .readOnly: "allow writing there, or copy the store elsewhere"
        case .unavailable: "check that its folder, or the server's database, exists and may be used"
        case .unreachable: "check its address, and that it runs, and run again"
        case .untrusted: "check the host's name and the authorities to believe, as `ca` names them"
        case .denied where operation == .migrate || operation == .copy:
            "run `rollcall store prepare` with the login of the schema's owner"
        case .denied: "check user, password and the rights that Deploy/PostgreSQL/roles.sql gives"
        case .unsupported: "use PostgreSQL 13 or newer"
        case .notEmpty: "name a place where there is none; nothing was changed"
        case .full: "make room or raise the limit, and run again; nothing was half written"
        case .damaged: "restore the last backup and run `rollcall ledger verify`"
        case .busy: "wait for the other process and run again"
        case .leaseHeld: "wait for the other run to end, or for its lease to expire"
        case .leaseLost: "run again; nothing of this run was written"
        case .clockBehind:
            "set the clock and run again; if it is right, restore a backup of before that entry"
        case .staleComparison: "run again; nothing of this run was written"
        case .unknownChangeSet: "see `rollcall changes list`"
        case .unknownChange: "see `rollcall changes show`"
        case .closedChangeSet: "see `rollcall changes list` for the one that waits"
        case .alteredChangeSet: "run `rollcall ledger verify`; nothing was applied"
        case .duplicateToken: "revoke it first, or choose another name"
        case .unknownToken: "see `rollcall tokens list`"
        case .unknownRevision: "see `rollcall changes list` for the revisions there are"
        case .inconsistent: "run `rollcall ledger verify` and report this"
        }
    }
}

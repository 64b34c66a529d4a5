import CPostgreSQL
import Foundation
import Synchronization

/// The connections of one engine that nobody uses at the moment, and new ones.
final class PostgreSQLPool: Sendable {
    let address: PostgreSQLAddress
    private let patience: Duration
    private let idle = Mutex<[PostgreSQLConnection]>([])

    /// So many are kept; more are opened when they are needed.
    private static let most = 4

    /// - Parameter patience: see ``PostgreSQLEngine``
    init(_ address: PostgreSQLAddress, patience: Duration) {
        self.address = address
        self.patience = patience
    }

    /// To be used again.
    /// - Parameter connection: outside of a transaction.
    func giveBack(_ connection: PostgreSQLConnection) {
        if connection.isLost { return }
        idle.withLock { if $0.count < Self.most { $0.append(connection) } }
    }

    /// A connection on which a transaction has begun.
    ///
    /// Until then nothing was done: a connection that was lost meanwhile is replaced, and a server
    /// that is being started again is waited for.
    func begin(_ statements: String) throws -> PostgreSQLConnection {
        let end = ContinuousClock.now.advanced(by: patience)
        var pause = Duration.milliseconds(100)
        while true {
            let connection = idle.withLock { $0.popLast() }
            do {
                let connection = try connection ?? connect(until: end)
                do {
                    try connection.run(statements)
                    return connection
                } catch {
                    if connection.rollBack() { giveBack(connection) }
                    throw error
                }
            } catch let fault as PostgreSQLFault where fault.code == .unreachable {
                // An idle connection that turns out to be lost costs no patience.
                if connection != nil { continue }
                guard ContinuousClock.now.advanced(by: pause) < end else { throw fault }
                Thread.sleep(forTimeInterval: pause / .seconds(1))
                pause = min(pause * 2, .seconds(3))
            }
        }
    }

    private func connect(until end: ContinuousClock.Instant) throws -> PostgreSQLConnection {
        let connection = try PostgreSQLConnection(
            address, until: max(end, .now.advanced(by: .seconds(10))))
        // What was reported as done must survive the loss of the power.
        try connection.run(
            """
            SELECT set_config('synchronous_commit', 'on', false)
            WHERE current_setting('synchronous_commit') = 'off'
            """)
        guard connection.serverVersion >= 130_000 else {
            throw StoreError(.unsupported, while: .open, detail: "\(connection.serverVersion)")
        }
        return connection
    }
}

extension PostgreSQLConnection {
    /// Connects.
    /// - Parameter end: when to give up; a server that is silent would keep us for ever.
    convenience init(_ address: PostgreSQLAddress, until end: ContinuousClock.Instant) throws {
        let handle = try address.withParameters { PQconnectStartParams($0, $1, 0) }
        guard let handle else { throw PostgreSQLFault(text: "no memory") }
        self.init(handle)
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        // The server's sentence would name the login: its SQLSTATE is enough.
        PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
        var status = PGRES_POLLING_WRITING
        while status != PGRES_POLLING_OK {
            guard status != PGRES_POLLING_FAILED, PQstatus(handle) != CONNECTION_BAD else {
                throw PostgreSQLFault(connecting: handle)
            }
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            let events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var wanted = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
            guard left > 0, poll(&wanted, 1, Int32(min(left, 60_000))) >= 0 || errno == EINTR else {
                throw PostgreSQLFault(text: "the server did not answer in time", isLost: true)
            }
            if wanted.revents != 0 { status = PQconnectPoll(handle) }
        }
    }
}

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
                let connection = try connection ?? connect()
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

    private func connect() throws -> PostgreSQLConnection {
        let connection = try PostgreSQLConnection.open(address)
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

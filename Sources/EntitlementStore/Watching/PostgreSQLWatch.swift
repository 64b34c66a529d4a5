import Foundation
import Synchronization

/// Watches a server's store: each writer notifies as it commits. A standby sends no notifications, and a
/// connection may be lost: then each wait ends with "perhaps".
final class PostgreSQLWatch: StoreWatch {
    /// Heard by the watches of every store of the database: once too often does no harm.
    static let notification = "NOTIFY rollcall"

    private let address: PostgreSQLAddress
    private let connection = Mutex<PostgreSQLConnection?>(nil)

    init(_ address: PostgreSQLAddress) { self.address = address }

    func wait(upTo limit: Duration) -> Bool {
        let isListening = connection.withLock { $0 != nil }
        if !isListening {
            let new = try? PostgreSQLConnection(address, until: .now.advanced(by: .seconds(10)))
            guard let new, (try? new.run("LISTEN rollcall")) != nil else {
                Thread.sleep(forTimeInterval: limit / .seconds(1))
                return true
            }
            connection.withLock { $0 = new }
            return true
        }
        return connection.withLock { connection in
            guard let listening = connection else { return true }
            if let isNotified = try? listening.isNotified(within: limit) { return isNotified }
            connection = nil
            return true
        }
    }
}

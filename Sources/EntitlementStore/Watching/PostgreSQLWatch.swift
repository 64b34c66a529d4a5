import Foundation
import Synchronization

/// Watches a server's store: each writer notifies as it commits. A standby sends no notifications until it is
/// the primary, and a connection may be lost: then each wait ends with "perhaps".
final class PostgreSQLWatch: StoreWatch {
    /// Heard by the watches of every store of the database: once too often does no harm.
    static let notification = "NOTIFY rollcall"

    private struct Line {
        let connection: PostgreSQLConnection
        var isListening = false
    }

    private let address: PostgreSQLAddress
    private let line = Mutex<Line?>(nil)

    init(_ address: PostgreSQLAddress) { self.address = address }

    func wait(upTo limit: Duration) -> Bool {
        line.withLock { line in
            if line == nil { line = (try? .open(address)).map { Line(connection: $0) } }
            if let open = line, open.isListening {
                if let isNotified = try? open.connection.isNotified(within: limit) {
                    return isNotified
                }
                line = nil
                return true
            }
            if let open = line, (try? open.connection.run("LISTEN rollcall")) != nil {
                line?.isListening = true
                return true
            }
            if line?.connection.isLost == true { line = nil }
            Thread.sleep(forTimeInterval: limit / .seconds(1))
            return true
        }
    }
}

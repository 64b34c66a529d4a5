import Foundation
import GRDB
import Synchronization

/// Watches a file by SQLite's own number of commits by others, which costs a look at shared memory.
/// - SeeAlso: https://www.sqlite.org/pragma.html#pragma_data_version
final class SQLiteWatch: StoreWatch {
    private let open: @Sendable () -> DatabaseQueue?
    private let state = Mutex<(database: DatabaseQueue?, version: Int64?)>((nil, nil))

    private static let pace = Duration.milliseconds(50)

    /// The number is one connection's own: no other reads with it.
    init(path: String) {
        open = {
            var configuration = Configuration()
            configuration.readonly = true
            return try? DatabaseQueue(path: path, configuration: configuration)
        }
    }

    func wait(upTo limit: Duration) -> Bool {
        let end = ContinuousClock.now + limit
        while !hasChanged() {
            if ContinuousClock.now >= end { return false }
            Thread.sleep(forTimeInterval: Self.pace / .seconds(1))
        }
        return true
    }

    private func hasChanged() -> Bool {
        state.withLock { state in
            if state.database == nil { state.database = open() }
            let version = try? state.database?.read {
                try Int64.fetchOne($0, sql: "PRAGMA data_version")
            }
            defer { state.version = version }
            return version == nil || version != state.version
        }
    }
}

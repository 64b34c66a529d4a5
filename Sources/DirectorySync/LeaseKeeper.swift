import Directory
import EntitlementStore
import Foundation

/// Holds the store's lease while a run is at work, and renews it, so that a run may take as long as
/// it needs and a run that died keeps nobody out for long.
struct LeaseKeeper: Sendable {
    /// Open for writing.
    let store: EntitlementStore
    /// Decides when a lease ends.
    let clock: @Sendable () -> Timestamp

    /// **Units:** seconds for which a holder is believed without a sign of life.
    private static let duration: Int64 = 120

    /// - Throws: `StoreError/Code/leaseHeld` while another run is at work; what `body` throws.
    func hold<Result: Sendable>(
        _ body: @escaping @Sendable (Lease) async throws -> Result
    ) async throws -> Result {
        try releaseOfTheDead()
        let lease = try store.acquireLease(
            holder: LeaseHolder.current.description, at: clock(), duration: Self.duration)
        // One that cannot be given back ends by itself.
        defer { try? store.release(lease) }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body(lease) }
            group.addTask {
                while true {
                    try await Task.sleep(for: .seconds(Self.duration / 3))
                    _ = try store.renew(lease, at: clock(), duration: Self.duration)
                }
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
            }
            throw CancellationError()
        }
    }

    /// A run of this machine that was killed cannot give its lease back.
    private func releaseOfTheDead() throws {
        guard let lease = try store.currentLease(), let holder = LeaseHolder(lease.holder),
            holder.isGone
        else { return }
        try store.release(lease)
    }
}

/// Who holds a lease. **Shape:** `host:process`.
struct LeaseHolder: LosslessStringConvertible {
    let host: String
    let process: Int32

    /// This process.
    static var current: LeaseHolder {
        LeaseHolder(host: ProcessInfo.processInfo.hostName, process: getpid())
    }

    private init(host: String, process: Int32) {
        self.host = host
        self.process = process
    }

    init?(_ description: String) {
        guard let colon = description.lastIndex(of: ":"),
            let process = Int32(description[description.index(after: colon)...]), process > 0
        else { return nil }
        self.init(host: String(description[..<colon]), process: process)
    }

    var description: String { "\(host):\(process)" }

    /// Whether it was a process of this machine that is no more; false when that cannot be known.
    var isGone: Bool {
        host == Self.current.host && kill(process, 0) != 0 && errno == ESRCH
    }
}

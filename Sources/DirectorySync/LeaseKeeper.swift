import Directory
import EntitlementStore
import Foundation
import Synchronization

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
        try releaseLeftOver()
        let lease = try Self.noting {
            try store.acquireLease(
                holder: LeaseHolder.current.description, at: clock(), duration: Self.duration)
        }
        // One that cannot be given back ends by itself.
        defer { try? Self.noting { try store.release(lease) } }
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

    /// Whether this process may have a lease that none of its runs holds: the store went away when it was taken
    /// or to be given back.
    private static let mayBeLeftOver = Mutex(false)

    private static func noting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            if (error as? StoreError)?.code != .leaseHeld { mayBeLeftOver.withLock { $0 = true } }
            throw error
        }
    }

    /// A run of this machine that was killed cannot give its lease back, nor one that lost the store; a worker
    /// would keep itself from its next run.
    private func releaseLeftOver() throws {
        let lease = try store.currentLease()
        let mayBeOurs = Self.mayBeLeftOver.withLock { mayBe in
            defer { mayBe = false }
            return mayBe
        }
        guard let lease, let holder = LeaseHolder(lease.holder),
            holder.isGone || mayBeOurs && holder == .current
        else { return }
        try Self.noting { try store.release(lease) }
    }
}

/// Who holds a lease. **Shape:** `host:process`, in a container `host/namespace:process`.
struct LeaseHolder: LosslessStringConvertible, Equatable {
    let host: String
    let process: Int32

    /// This process.
    static var current: LeaseHolder {
        LeaseHolder(host: ProcessInfo.processInfo.hostName + namespace, process: getpid())
    }

    /// The processes of a container have numbers of their own, also where its name is the machine's.
    private static let namespace: String = {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        let number = link?.filter(\.isNumber) ?? ""
        return number.isEmpty || number == ofMachine ? "" : "/\(number)"
    }()

    /// - SeeAlso: `PROC_PID_INIT_INO` in Linux's `proc_ns.h`
    private static let ofMachine = "4026531836"

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

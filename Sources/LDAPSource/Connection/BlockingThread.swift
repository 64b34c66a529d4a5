import Dispatch

/// Where calls that block may run: an actor with an executor of its own, so that waiting for a
/// server never takes a thread from the cooperative pool.
///
/// Everything that libldap hands out lives and dies within one `run`; nothing of it crosses.
actor BlockingThread {
    private nonisolated let executor = QueueExecutor()

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Does `work` in one piece; `Task.isCancelled` within it is the caller's.
    func run<Value: Sendable>(_ work: @Sendable () throws -> Value) rethrows -> Value {
        try work()
    }
}

/// Runs jobs one after the other on a dispatch queue, which has a thread while it has work.
private final class QueueExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "org.rollcall.ldap")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

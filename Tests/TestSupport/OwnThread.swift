import Dispatch

/// Runs tasks on a thread of their own: tests that block for a real server's sake must not hold up those
/// that look at the clock.
public final class OwnThread: TaskExecutor {
    private let queue: DispatchQueue

    public init(_ name: String) { queue = DispatchQueue(label: name) }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

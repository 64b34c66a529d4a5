import Foundation

/// Runs tasks on threads of their own: tests that block for a real server's or a whole command's sake
/// must not hold up those that look at the clock.
public final class OwnThreads: TaskExecutor {
    private let queue = OperationQueue()

    /// - Parameter count: how many tasks are at work at once.
    public init(_ name: String, count: Int = 1) {
        queue.name = name
        queue.maxConcurrentOperationCount = count
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

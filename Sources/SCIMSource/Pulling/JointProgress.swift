import Directory
import Synchronization

/// How far a reading is whose lists are read at once: it goes forward alone.
final class JointProgress: Sendable {
    private let latest = Mutex<ReadingProgress?>(nil)
    private let tell: @Sendable (ReadingProgress) -> Void

    init(_ tell: @escaping @Sendable (ReadingProgress) -> Void) { self.tell = tell }

    func note(_ progress: ReadingProgress) {
        latest.withLock { latest in
            let joint = ReadingProgress(
                source: progress.source, people: max(progress.people, latest?.people ?? 0),
                groups: max(progress.groups, latest?.groups ?? 0))
            latest = joint
            tell(joint)
        }
    }
}

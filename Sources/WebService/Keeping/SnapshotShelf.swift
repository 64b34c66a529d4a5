import Dispatch
import Entitlements
import MembershipSnapshot
import NIOCore
import Synchronization

/// The signed file of what is served: made when somebody asks for it first, once for all who do, and kept until
/// something else is served.
final class SnapshotShelf: Sendable {
    /// A file that is ready to go.
    struct Snapshot: Sendable {
        let bytes: ByteBuffer
        /// Names the file by its content.
        let tag: String
    }

    private struct Kept: Sendable {
        let moment: StoredMoment
        let snapshot: Snapshot
    }

    private let key: SigningKey
    private let log: ServiceLog
    private let kept = Mutex<Kept?>(nil)
    /// One at a time, on a thread of its own: a large organisation takes a second or two.
    private let queue = DispatchQueue(label: "rollcall.snapshots")

    init(_ key: SigningKey, log: ServiceLog) {
        self.key = key
        self.log = log
    }

    func snapshot(of view: ServedView) async throws(WebProblem) -> Snapshot {
        if let kept = ready(view) { return kept }
        let made: Snapshot? = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.ready(view) ?? self.make(view)) }
        }
        guard let made else { throw .unavailable("the snapshot cannot be signed") }
        return made
    }

    private func ready(_ view: ServedView) -> Snapshot? {
        kept.withLock { $0?.moment == view.organization.moment ? $0?.snapshot : nil }
    }

    private func make(_ view: ServedView) -> Snapshot? {
        let start = ContinuousClock.now
        let file: SnapshotFile
        do throws(KeyFault) {
            file = try SnapshotFile(of: view.organization, signedBy: key)
        } catch {
            log(.error, "the snapshot cannot be signed")
            return nil
        }
        log(
            .info, "a snapshot was made",
            [
                "revision": "\(view.organization.moment.revision)", "bytes": "\(file.bytes.count)",
                "milliseconds": "\(Int(start.duration(to: .now) / .milliseconds(1)))",
            ])
        let snapshot = Snapshot(bytes: ByteBuffer(bytes: file.bytes), tag: "\"\(file.digest)\"")
        kept.withLock { $0 = Kept(moment: view.organization.moment, snapshot: snapshot) }
        return snapshot
    }
}

import Directory
import Entitlements
import Foundation
import MembershipSnapshot
import Synchronization

/// Answers checks out of a snapshot that it holds in memory, whether the service is there or not, until what
/// it knows is older than its owner allows.
///
/// ```swift
/// let reader = MembershipReader(
///     believing: [try PublicKey(file: "/etc/rollcall/snapshots.pub")],
///     limit: AgeLimit(.seconds(4 * 3600)), keptAt: "/var/lib/gate/rollcall.snapshot")
/// try? reader.restore()                       // what was known before this start
/// let service = try RollcallService("https://rollcall.example.org", token: { try readToken() })
/// let following = Task { await reader.follow(service) }
/// …
/// guard try reader.check(person: "ada", role: "insights-manager", on: "person:ivo").holds else { … }
/// ```
///
/// Everything that throws means "no": what cannot be told is not allowed.
public final class MembershipReader: Sendable {
    private let keys: [VerifyingKey]
    private let limit: AgeLimit
    private let file: KeptFile?
    private let clock: @Sendable () -> Date
    private let held = Mutex<SignedSnapshot?>(nil)
    /// Held while a snapshot is taken: of two the later must win, in memory and in the file.
    private let taking = Mutex(())

    /// - Parameters:
    ///   - keys: of the operator; while keys are rotated the old one and the new one.
    ///   - path: where the last snapshot is kept, so that it outlives this process; nil keeps it in memory
    ///     alone. The folder must be one that nobody else writes.
    ///   - clock: asked at every check.
    public init(
        believing keys: [PublicKey], limit: AgeLimit, keptAt path: String? = nil,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.keys = keys.map(\.key)
        self.limit = limit
        file = path.map(KeptFile.init)
        self.clock = clock
    }

    /// What is held, however old; nil before the first snapshot.
    public var state: KnownState? { held.withLock { $0.map { KnownState($0.header) } } }

    /// Whether, and as `/v1/check` would say it. Nothing that is too old is ever answered.
    /// - Parameters:
    ///   - person: a login, letters compared without case, or an id.
    ///   - target: `any`, `organization`, `department:X`, `region:X`, `group:X`, `person:LOGIN` or
    ///     `reports:LOGIN`; nil for the whole organisation.
    /// - Throws: ``ReaderError/Code/nothingYet``, ``ReaderError/Code/tooOld``,
    ///   ``ReaderError/Code/neverComplete``, ``ReaderError/Code/clockBehind``
    /// - Complexity: O(log people + the person's entitlements)
    public func check(
        person: String, role: String, on target: String? = nil
    ) throws(ReaderError) -> Answer {
        guard let snapshot = held.withLock({ $0 }) else { throw ReaderError(.nothingYet) }
        if let refusal = limit.refusal(of: snapshot.header, at: Timestamp(clock())) {
            throw refusal
        }
        let organization = snapshot.organization
        return Answer(
            organization.check(person: person, role: RoleID(role), on: target), in: organization)
    }

    /// Verifies a snapshot and holds it from now on, and in its file.
    /// - Parameter bytes: as `/v1/snapshot` gives them.
    /// - Throws: the codes of a snapshot that is not believed, ``ReaderError/Code/goesBack``;
    ///   ``ReaderError/Code/notKept`` when it is in use all the same.
    public func take(_ bytes: [UInt8]) throws(ReaderError) {
        try take(bytes, isKept: false)
    }

    /// Takes what an earlier process kept.
    /// - Returns: false when there is nothing.
    /// - Throws: as ``take(_:)``, ``ReaderError/Code/unreadable``
    @discardableResult
    public func restore() throws(ReaderError) -> Bool {
        guard let bytes = try file?.read() else { return false }
        try take(bytes, isKept: true)
        return true
    }

    /// The entity tag of what is held, by which the service knows it.
    var tag: String? { held.withLock { $0.map { "\"\($0.digest)\"" } } }

    private func take(_ bytes: [UInt8], isKept: Bool) throws(ReaderError) {
        let snapshot: SignedSnapshot
        do throws(SnapshotError) {
            snapshot = try SignedSnapshot(file: bytes, believing: keys)
        } catch {
            throw ReaderError(error)
        }
        try taking.withLock { _ throws(ReaderError) in
            try held.withLock { held throws(ReaderError) in
                if let former = held?.header, snapshot.header.isOlder(than: former) {
                    throw ReaderError(
                        .goesBack, "\(snapshot.header.revision) after \(former.revision)")
                }
                held = snapshot
            }
            if !isKept { try file?.write(bytes) }
        }
    }
}

extension SnapshotHeader {
    /// Two instances of one service may be seconds apart, and whoever is in between may have kept an old file.
    fileprivate func isOlder(than other: SnapshotHeader) -> Bool {
        if revision != other.revision { return revision < other.revision }
        guard let mine = madeAt, let theirs = other.madeAt else { return other.madeAt != nil }
        return mine < theirs
    }
}

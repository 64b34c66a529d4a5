import Synchronization

/// Until when servers want to be left alone, whichever request they said it to.
final class RequestedSilence: Sendable {
    private let ends = Mutex<[HTTPURL.Origin: ContinuousClock.Instant]>([:])

    /// Notes that a server asks for fewer requests, and for none until then.
    func note(_ end: ContinuousClock.Instant, of server: HTTPURL.Origin) {
        ends.withLock { $0[server] = max($0[server] ?? end, end) }
    }

    /// Whether the server ever asked for fewer requests.
    func wasAsked(by server: HTTPURL.Origin) -> Bool { ends.withLock { $0[server] != nil } }

    /// How much of it is left; nothing when it is over.
    func left(of server: HTTPURL.Origin, at now: ContinuousClock.Instant) -> Duration {
        ends.withLock { ends in max(.zero, ends[server].map { now.duration(to: $0) } ?? .zero) }
    }
}

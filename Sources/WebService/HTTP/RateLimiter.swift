import Synchronization

/// How much each client may ask: so many requests a second in the long run, and twice that at once.
final class RateLimiter: Sendable {
    /// Who is counted together.
    enum Client: Hashable {
        case reader(Reader.ID)
        /// Who has presented no valid token, by address.
        case stranger(String)
    }

    private struct Bucket {
        var allowance: Double
        var filled: ContinuousClock.Instant
    }

    private let perSecond: Double
    private let burst: Double
    private let readers = Mutex<[Client: Bucket]>([:])
    /// Apart, since they come with any number of addresses: those who are quiet are forgotten at some size.
    private let strangers = Mutex<[Client: Bucket]>([:])
    private static let most = 10_000

    init(perSecond: Int) {
        self.perSecond = Double(perSecond)
        burst = Double(perSecond) * 2
    }

    /// - Returns: nil when the client may go on, else after how many whole seconds it may.
    func delay(of client: Client, at now: ContinuousClock.Instant = .now) -> Int? {
        switch client {
        case .reader: readers.withLock { delay(of: client, in: &$0, at: now) }
        case .stranger: strangers.withLock { delay(of: client, in: &$0, at: now) }
        }
    }

    private func delay(
        of client: Client, in buckets: inout [Client: Bucket], at now: ContinuousClock.Instant
    ) -> Int? {
        if buckets.count >= Self.most {
            buckets = buckets.filter { filled($0.value, at: now).allowance < burst }
            // So many at work at once: counting begins anew rather than looking through all of them soon again.
            if buckets.count >= Self.most / 2 { buckets = [:] }
        }
        return take(
            from: &buckets[client, default: Bucket(allowance: burst, filled: now)], at: now)
    }

    private func take(from bucket: inout Bucket, at now: ContinuousClock.Instant) -> Int? {
        bucket = filled(bucket, at: now)
        if bucket.allowance >= 1 {
            bucket.allowance -= 1
            return nil
        }
        return max(1, Int(((1 - bucket.allowance) / perSecond).rounded(.up)))
    }

    private func filled(_ bucket: Bucket, at now: ContinuousClock.Instant) -> Bucket {
        let passed = bucket.filled.duration(to: now) / .seconds(1)
        return Bucket(
            allowance: min(burst, bucket.allowance + max(0, passed) * perSecond), filled: now)
    }
}

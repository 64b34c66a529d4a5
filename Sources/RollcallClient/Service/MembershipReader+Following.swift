import Dispatch
import Foundation

extension MembershipReader {
    /// What happens while a service is followed, for logs and metrics.
    public enum Event: Sendable, Hashable {
        /// Another snapshot is held.
        case took(revision: Int64)
        /// The service has nothing newer.
        case confirmed
        /// What was known stands; it is tried again after that pause.
        case failed(ReaderError, pause: Duration)
    }

    /// Holds what the service has, until the task is cancelled: a new revision as soon as it is in force, and
    /// what was read anew without a change when `interval` is over.
    ///
    /// One request waits at the service for news, so that nothing is asked for in vain. While the service is
    /// away, checks go on with what is known.
    /// - Parameters:
    ///   - interval: how long the service may keep a question. **Units:** whole seconds, 1…60.
    ///   - report: called in order.
    public func follow(
        _ service: RollcallService, interval: Int = 30, pacing: Pacing = Pacing(),
        report: @Sendable (Event) -> Void = { _ in }
    ) async {
        let interval = min(max(interval, 1), 60)
        var failures = 0
        var wanted: Int64?
        while !Task.isCancelled {
            do throws(ReaderError) {
                report(try await fetch(from: service, atLeast: wanted))
                failures = 0
                wanted = try await news(of: service, upTo: interval)
            } catch {
                if Task.isCancelled { break }
                failures += 1
                let pause = pacing.pause(after: failures, asked: error.retryAfter)
                report(.failed(error, pause: pause))
                try? await pacing.sleep(pause)
            }
        }
    }

    /// Asks for the snapshot once.
    /// - Parameter revision: another instance of the service has told of it; nil for what there is.
    /// - Throws: as ``take(_:)``, and what kept the service from giving it.
    @discardableResult
    public func fetch(
        from service: RollcallService, atLeast revision: Int64? = nil
    ) async throws(ReaderError) -> Event {
        let known = tag
        let answer = try await service.get(
            "/v1/snapshot" + (revision.map { "?atLeast=\($0)" } ?? ""),
            fields: known.map { ["If-None-Match": $0] } ?? [:], timeout: .seconds(60),
            expecting: known == nil ? [200] : [200, 304])
        guard answer.status == 200 else { return .confirmed }
        try await takeAside(answer.body)
        return .took(revision: state?.revision ?? 0)
    }

    /// Waits for a revision.
    /// - Returns: the one that is in force; nil when there is no newer one.
    private func news(
        of service: RollcallService, upTo seconds: Int
    ) async throws(ReaderError) -> Int64? {
        let known = state?.revision ?? 0
        // 410: more has changed than is told one by one.
        let answer = try await service.get(
            "/v1/watch?since=\(known)&wait=\(seconds)", timeout: .seconds(seconds + 15),
            expecting: [200, 410])
        return answer.headers["rollcall-revision"].flatMap { Int64($0) }.flatMap {
            $0 > known ? $0 : nil
        }
    }

    /// A large snapshot takes seconds to verify: not on the threads that everybody waits for.
    private func takeAside(_ bytes: [UInt8]) async throws(ReaderError) {
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let result: Result<Void, ReaderError>
                do throws(ReaderError) { result = .success(try self.take(bytes)) } catch {
                    result = .failure(error)
                }
                continuation.resume(returning: result)
            }
        }
        try result.get()
    }
}

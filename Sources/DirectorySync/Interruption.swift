import UnixSignals

/// Runs `body` and cancels it when the process is asked to end.
///
/// A transaction under way is finished: cancellation is looked at between stages and pages only.
/// - Returns: what `body` returned, whether or not a signal came.
/// - Throws: what `body` throws; `CancellationError` when it stopped because of the signal.
public func withInterruption<Result: Sendable>(
    by signals: [UnixSignal] = [.sigterm, .sigint],
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let received = await UnixSignalsSequence(trapping: signals)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            for await _ in received { return nil }
            return nil
        }
        while let finished = try await group.next() {
            group.cancelAll()
            if let result = finished { return result }
        }
        throw CancellationError()
    }
}

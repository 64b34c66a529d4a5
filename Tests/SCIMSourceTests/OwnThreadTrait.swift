import TestSupport
import Testing

/// Tests that look at the clock run on a thread of their own.
struct OwnThreadTrait: SuiteTrait, TestTrait, TestScoping {
    static let thread = OwnThreads("tests of web services")

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Self.thread) { try await function() }
    }
}

extension Trait where Self == OwnThreadTrait {
    static var onOwnThread: Self { OwnThreadTrait() }
}

/// A task beside the test, on the same thread.
func beside<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Task<Value, Never> {
    Task(executorPreference: OwnThreadTrait.thread) { await work() }
}

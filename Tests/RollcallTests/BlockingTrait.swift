import TestSupport
import Testing

/// Tests of the built command wait for it, so they run on threads of their own, two at a time.
struct BlockingTrait: SuiteTrait, TestTrait, TestScoping {
    private static let threads = OwnThreads("whole commands", count: 2)

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(Self.threads) { try await function() }
    }
}

extension Trait where Self == BlockingTrait {
    static var blocking: Self { BlockingTrait() }
}

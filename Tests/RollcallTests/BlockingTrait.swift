import TestSupport
import Testing

/// Tests of the built command wait for it, so they run on threads of their own.
struct BlockingTrait: SuiteTrait, TestTrait, TestScoping {
    /// Two at a time.
    fileprivate static let wholeCommands = OwnThreads("whole commands", count: 2)
    /// One at a time.
    fileprivate static let longLives = OwnThreads("long lives")

    fileprivate let threads: OwnThreads

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(threads) { try await function() }
    }
}

extension Trait where Self == BlockingTrait {
    static var blocking: Self { BlockingTrait(threads: BlockingTrait.wholeCommands) }
    /// For those that take a minute, of which they wait the most: beside all others.
    static var long: Self { BlockingTrait(threads: BlockingTrait.longLives) }
}

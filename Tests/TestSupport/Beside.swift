import Foundation

/// What a test does beside itself, on a thread of its own.
public final class Beside: @unchecked Sendable {
    // `fault` is written before the signal, and read after it.
    private let isOver = DispatchSemaphore(value: 0)
    private var fault: (any Error)?

    public init(_ body: @escaping @Sendable () throws -> Void) {
        Thread.detachNewThread {
            do { try body() } catch { self.fault = error }
            self.isOver.signal()
        }
    }

    /// Waits for its end.
    public func finish() throws {
        isOver.wait()
        if let fault { throw fault }
    }
}

/// What a test does beside itself again and again, until it has seen enough.
public final class Repeatedly: Sendable {
    private let switchedOff: Switch
    private let thread: Beside

    private final class Switch: @unchecked Sendable {  // `isOff` is guarded by `lock`
        private let lock = NSLock()
        private var isOff = false

        var value: Bool {
            get { lock.withLock { isOff } }
            set { lock.withLock { isOff = newValue } }
        }
    }

    public init(_ body: @escaping @Sendable () throws -> Void) {
        let switchedOff = Switch()
        self.switchedOff = switchedOff
        thread = Beside { while !switchedOff.value { try body() } }
    }

    deinit { switchedOff.value = true }

    /// Ends it after the time that is under way. Called once.
    public func finish() throws {
        switchedOff.value = true
        try thread.finish()
    }
}

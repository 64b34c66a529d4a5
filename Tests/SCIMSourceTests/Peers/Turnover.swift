import Foundation
import TestSupport

/// Adds and removes people all the time, on a thread of its own, until it is told to stop.
final class Turnover: @unchecked Sendable {  // what changes is guarded by `lock`
    private let lock = NSLock()
    private let done = DispatchSemaphore(value: 0)
    private var isOver = false
    private var changes = 0
    private var failure: (any Error)?

    /// - Parameter leavers: ids of those who may go.
    init(_ writer: SCIMWriter, leavers: [String]) {
        Thread.detachNewThread { [self] in
            defer { done.signal() }
            var leavers = leavers[...]
            while !lock.withLock({ isOver }) {
                do {
                    let number = lock.withLock { changes }
                    let user: [String: Any] = [
                        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                        "userName": "passing-\(number)",
                    ]
                    leavers.append(try writer.create("Users", user))
                    // Far from the end and from the beginning by turns.
                    let leaver = number.isMultiple(of: 2) ? leavers.popFirst() : leavers.popLast()
                    if let leaver { try writer.delete("Users", leaver) }
                } catch {
                    return lock.withLock { failure = error }
                }
                lock.withLock { changes += 1 }
            }
        }
    }

    /// - Returns: how many came and went meanwhile.
    func stop() throws -> Int {
        lock.withLock { isOver = true }
        done.wait()
        if let failure { throw failure }
        return changes
    }
}

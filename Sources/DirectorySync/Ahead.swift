import Dispatch
import Synchronization

/// A value that is computed while its owner does something else, and waited for where it is needed:
/// for whoever cannot suspend, as in a transaction.
final class Ahead<Value: Sendable>: Sendable {
    private let found = Mutex<Value?>(nil)
    private let isDone = DispatchGroup()

    /// Begins at once, on a thread of its own.
    init(_ compute: @escaping @Sendable () -> Value) {
        DispatchQueue(label: "org.rollcall.ahead").async(group: isDone) { [self] in
            let value = compute()
            found.withLock { $0 = value }
        }
    }

    /// Waits for it, if it is not there yet.
    var value: Value {
        isDone.wait()
        // Never: the group is left when the block has ended, whose last act is to set it.
        guard let value = found.withLock(\.self) else { fatalError("done, and nothing found") }
        return value
    }
}

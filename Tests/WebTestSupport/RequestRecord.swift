import Synchronization

/// What came, in order; several may write.
final class RequestRecord<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    /// - Returns: how many came before.
    @discardableResult
    func append(_ element: Element) -> Int {
        elements.withLock {
            $0.append(element)
            return $0.count - 1
        }
    }

    var all: [Element] { elements.withLock { $0 } }
}

/// Memory that holds the packed values of several accounts, one behind the other: a large directory
/// has one allocation for hundreds of them.
final class ValueSlab: @unchecked Sendable {  // a byte is written once, before it is any value's
    private let start: UnsafeMutableRawPointer

    /// - Parameter capacity: **Units:** bytes.
    init(capacity: Int) { start = .allocate(byteCount: capacity, alignment: 1) }

    deinit { start.deallocate() }

    /// Bytes of it, valid as long as this object.
    @inline(__always)
    func bytes(_ range: Range<Int>) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: start + range.lowerBound, count: range.count)
    }
}

/// Hands out the room of slabs, each part once.
final class ValueSlabWriter: @unchecked Sendable {  // one draft's: a copy makes its own
    private var slab = ValueSlab(capacity: 0)
    /// **Units:** bytes.
    private var free = 0..<0

    private static let slabSize = 16 << 10

    /// - Parameter count: **Units:** bytes.
    func room(for count: Int) -> (slab: ValueSlab, offset: Int) {
        if free.count < count {
            slab = ValueSlab(capacity: max(count, Self.slabSize))
            free = 0..<max(count, Self.slabSize)
        }
        defer { free = free.lowerBound + count..<free.upperBound }
        return (slab, free.lowerBound)
    }
}

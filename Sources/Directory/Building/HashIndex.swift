/// Positions by the hash of their keys. The keys stay where they are: whoever asks compares.
///
/// Eight bytes a cell, so that an index over a large directory costs little beside the directory.
package struct HashIndex: Sendable {
    /// The upper half of a cell is the hash, the lower half the position plus one; 0 is free.
    @usableFromInline var cells: [UInt64]
    private var count = 0

    /// - Parameter capacity: how many positions go in before it must grow.
    package init(capacity: Int = 0) {
        var size = 16
        while size * 2 < capacity * 3 { size *= 2 }
        cells = Array(repeating: 0, count: size)
    }

    /// Adds a position; equal keys may be added more than once.
    package mutating func insert(_ position: Int32, hash: Int) {
        if (count + 1) * 3 > cells.count * 2 { grow() }
        place(UInt64(Self.short(hash)) << 32 | UInt64(position + 1))
        count += 1
    }

    /// The first position with that hash that the caller finds equal.
    @inlinable @inline(__always)
    package func first(hash: Int, where isEqual: (Int32) -> Bool) -> Int32? {
        let wanted = UInt64(Self.short(hash))
        var slot = Int(wanted) & (cells.count - 1)
        while cells[slot] != 0 {
            if cells[slot] >> 32 == wanted {
                let position = Int32(truncatingIfNeeded: cells[slot] & 0xFFFF_FFFF) - 1
                if isEqual(position) { return position }
            }
            slot = (slot + 1) & (cells.count - 1)
        }
        return nil
    }

    private mutating func place(_ cell: UInt64) {
        var slot = Int(cell >> 32) & (cells.count - 1)
        while cells[slot] != 0 { slot = (slot + 1) & (cells.count - 1) }
        cells[slot] = cell
    }

    private mutating func grow() {
        let old = cells
        cells = Array(repeating: 0, count: old.count * 2)
        for cell in old where cell != 0 { place(cell) }
    }

    @inlinable
    static func short(_ hash: Int) -> UInt32 { UInt32(truncatingIfNeeded: hash) }
}

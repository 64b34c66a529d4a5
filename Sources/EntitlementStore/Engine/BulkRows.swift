/// Rows of values one behind the other in one piece of memory, on their way to a statement.
struct BulkRows: Sendable {
    /// One value, where it is.
    enum Value {
        case null
        case integer(Int64)
        case text(UnsafeRawBufferPointer)
        case blob(UnsafeRawBufferPointer)
    }

    /// What stands before a value, or behind the last one of a row. A number follows the head of all but
    /// `null` and `end`: the value, or its length.
    private enum Head: UInt8 { case end, null, integer, text, blob }

    private var bytes: ContiguousArray<UInt8> = []

    /// **Units:** bytes.
    var size: Int { bytes.count }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func appendNull() { bytes.append(Head.null.rawValue) }

    mutating func append(_ integer: Int64) { append(.integer, integer) }

    mutating func append(text: UnsafeRawBufferPointer) {
        append(.text, Int64(text.count))
        bytes.append(contentsOf: text)
    }

    mutating func append(blob: UnsafeRawBufferPointer) {
        append(.blob, Int64(blob.count))
        bytes.append(contentsOf: blob)
    }

    mutating func endRow() { bytes.append(Head.end.rawValue) }

    private mutating func append(_ head: Head, _ number: Int64) {
        bytes.append(head.rawValue)
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    /// Calls `body` with each value and its 0-based column, and `endOfRow` behind the last of each row.
    func forEachValue(
        _ body: (Value, _ column: Int) throws -> Void, endOfRow: () throws -> Void
    ) rethrows {
        try bytes.withUnsafeBytes { bytes in
            var (offset, column) = (0, 0)
            func number() -> Int64 {
                defer { offset += 8 }
                return bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self)
            }
            func piece() -> UnsafeRawBufferPointer {
                let count = Int(number())
                defer { offset += count }
                return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
            }
            while offset < bytes.count {
                let head = Head(rawValue: bytes[offset])
                offset += 1
                switch head {
                case .null: try body(.null, column)
                case .integer: try body(.integer(number()), column)
                case .text: try body(.text(piece()), column)
                case .blob: try body(.blob(piece()), column)
                case .end, nil:
                    try endOfRow()
                    column = -1
                }
                column += 1
            }
        }
    }
}

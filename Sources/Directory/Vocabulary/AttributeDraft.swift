/// Values that are being collected, to be packed together; its storage is used again for the next
/// account.
package struct AttributeDraft: Sendable {
    private struct Piece: Sendable {
        let head: PackedHead
        /// Of the value in ``AttributeDraft/bytes``.
        let offset: Int
    }

    private var pieces: ContiguousArray<Piece> = []
    private var bytes: ContiguousArray<UInt8> = []
    /// For each piece its attribute, element and position, highest first, in one number: the pieces'
    /// order, once they are sorted.
    private var order: ContiguousArray<UInt64> = []

    package init() {}

    /// Forgets the values and keeps their storage.
    package mutating func removeAll() {
        pieces.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
    }

    /// Takes a value; an empty one is dropped.
    /// - Parameter value: UTF-8.
    package mutating func append(
        _ value: UnsafeBufferPointer<UInt8>, of attribute: Attribute, element: Int,
        source: UInt8 = 0
    ) {
        guard !value.isEmpty else { return }
        let head = PackedHead(
            code: attribute.rawValue, source: source, element: UInt16(clamping: element),
            length: value.count)
        order.append(
            UInt64(head.code) << 48 | UInt64(head.element) << 32
                | UInt64(truncatingIfNeeded: pieces.count))
        pieces.append(Piece(head: head, offset: bytes.count))
        bytes.append(contentsOf: value)
    }

    /// What was collected: sorted, and of two with one attribute and element the first.
    package mutating func values() -> AttributeValues {
        sort()
        var size = 0
        forEachFirst { size += $0.head.end }
        let packed = ContiguousArray<UInt8>(unsafeUninitializedCapacity: size) { target, count in
            let raw = UnsafeMutableRawBufferPointer(target)
            bytes.withUnsafeBytes { source in
                forEachFirst { piece in
                    piece.head.write(
                        .init(rebasing: source[piece.offset..<piece.offset + piece.head.length]),
                        to: .init(rebasing: raw[count...]))
                    count += piece.head.end
                }
            }
        }
        return AttributeValues(packed: packed)
    }

    private mutating func sort() {
        // The usual account has few values, nearly in order.
        guard order.count < 64 else { return order.sort() }
        for index in order.indices.dropFirst() {
            let piece = order[index]
            var position = index
            while position > 0, order[position - 1] > piece {
                order[position] = order[position - 1]
                position -= 1
            }
            order[position] = piece
        }
    }

    /// - Precondition: sorted.
    private func forEachFirst(_ body: (Piece) -> Void) {
        var previous: UInt64?
        for place in order where place >> 32 != previous {
            previous = place >> 32
            body(pieces[Int(place & 0xFFFF_FFFF)])
        }
    }
}

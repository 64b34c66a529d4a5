/// Values that are being collected, to be packed together; its storage is used again for the next
/// account.
struct AttributeDraft: Sendable {
    private struct Piece: Sendable {
        let head: PackedHead
        /// Of the value in ``AttributeDraft/bytes``.
        let offset: Int

        func precedes(_ other: Piece) -> Bool {
            (head.code, head.element) < (other.head.code, other.head.element)
        }

        func isBeside(_ other: Piece) -> Bool {
            (head.code, head.element) == (other.head.code, other.head.element)
        }
    }

    private var pieces: ContiguousArray<Piece> = []
    private var bytes: ContiguousArray<UInt8> = []

    /// Forgets the values and keeps their storage.
    mutating func removeAll() {
        pieces.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    /// Takes a value; an empty one is dropped.
    /// - Parameter value: UTF-8.
    mutating func append(
        _ value: UnsafeBufferPointer<UInt8>, of attribute: Attribute, element: Int,
        source: UInt8 = 0
    ) {
        guard !value.isEmpty else { return }
        pieces.append(
            Piece(
                head: PackedHead(
                    code: attribute.rawValue, source: source, element: UInt16(clamping: element),
                    length: value.count), offset: bytes.count))
        bytes.append(contentsOf: value)
    }

    /// What was collected: sorted, and of two with one attribute and element the first.
    mutating func values() -> AttributeValues {
        sort()
        var size = 0
        for index in pieces.indices where isFirst(index) { size += pieces[index].head.end }
        let packed = ContiguousArray<UInt8>(unsafeUninitializedCapacity: size) { target, count in
            let raw = UnsafeMutableRawBufferPointer(target)
            bytes.withUnsafeBytes { source in
                for index in pieces.indices where isFirst(index) {
                    let (head, offset) = (pieces[index].head, pieces[index].offset)
                    head.write(
                        .init(rebasing: source[offset..<offset + head.length]),
                        to: .init(rebasing: raw[count...]))
                    count += head.end
                }
            }
        }
        return AttributeValues(packed: packed)
    }

    /// Stable, and linear for the usual case of values that come in order.
    private mutating func sort() {
        for index in pieces.indices.dropFirst() {
            var position = index
            while position > 0, pieces[position].precedes(pieces[position - 1]) {
                pieces.swapAt(position, position - 1)
                position -= 1
            }
        }
    }

    private func isFirst(_ index: Int) -> Bool {
        index == 0 || !pieces[index].isBeside(pieces[index - 1])
    }
}

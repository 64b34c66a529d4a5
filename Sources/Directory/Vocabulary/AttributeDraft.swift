/// Values that are being collected, to be packed together; its storage is used again for the next
/// account.
package struct AttributeDraft: Sendable {
    /// Each value behind its ``PackedHead``, as they came; then room.
    private var bytes: ContiguousArray<UInt8> = []
    /// **Units:** bytes.
    private var used = 0
    /// For each value its attribute, element and offset, highest first, in one number: the values'
    /// order, once they are sorted.
    private var order: ContiguousArray<UInt64> = []
    /// Once there is more than one account; the first one's values have memory of their own.
    private var writer: ValueSlabWriter?

    package init() {}

    /// Forgets the values and keeps their storage.
    package mutating func removeAll() {
        if writer == nil { writer = ValueSlabWriter() }
        used = 0
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
        order.append(UInt64(head.code) << 56 | UInt64(head.element) << 40 | UInt64(used))
        let end = used + head.end
        if end > bytes.count {
            bytes.append(contentsOf: repeatElement(0, count: max(end, 256)))
        }
        bytes.withUnsafeMutableBytes {
            head.write(UnsafeRawBufferPointer(value), to: .init(rebasing: $0[used..<end]))
        }
        used = end
    }

    /// What was collected: sorted, and of two with one attribute and element the first.
    package mutating func values() -> AttributeValues {
        sort()
        guard used > 0 else { return AttributeValues() }
        // A copy of this draft may be filling the slab.
        if writer != nil, !isKnownUniquelyReferenced(&writer) { writer = ValueSlabWriter() }
        let (slab, start) = writer?.room(for: used) ?? (ValueSlab(capacity: used), 0)
        var count = 0
        let target = slab.bytes(start..<start + used)
        bytes.withUnsafeBytes { bytes in
            var previous: UInt64?
            for place in order where place >> 40 != previous {
                previous = place >> 40
                let offset = Int(place & 0xFF_FFFF_FFFF)
                let end = PackedHead(at: offset, of: bytes).end
                UnsafeMutableRawBufferPointer(rebasing: target[count...])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
                count += end - offset
            }
        }
        return AttributeValues(slab, at: start, count: count)
    }

    private mutating func sort() {
        // The usual account has few values, nearly in order.
        guard order.count < 64 else { return order.sort() }
        for index in order.indices.dropFirst() {
            let place = order[index]
            var position = index
            while position > 0, order[position - 1] > place {
                order[position] = order[position - 1]
                position -= 1
            }
            order[position] = place
        }
    }
}

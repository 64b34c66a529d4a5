/// The attributes of one account or person, compact: one allocation, whatever is present.
///
/// An attribute that is absent has no value here; an empty string is never kept.
/// **Shape:** sorted by attribute, then element; unique by the two.
public struct AttributeValues: Sendable, Hashable {
    /// One value and where it came from.
    public struct Entry: Sendable, Hashable {
        public let attribute: Attribute
        /// Which source said it: an index into the snapshot's (or reading's) list of sources.
        public var source: UInt8
        /// **Units:** 0-based position among the elements of a multi-valued attribute, so that
        /// `emails.value` and `emails.type` of one mail address stay together; 0 otherwise.
        public let element: UInt16
        public let value: String

        public init(_ attribute: Attribute, _ value: String, element: Int = 0, source: UInt8 = 0) {
            self.attribute = attribute
            self.source = source
            self.element = UInt16(clamping: element)
            self.value = value
        }
    }

    public private(set) var entries: ContiguousArray<Entry>

    /// - Parameter entries: in any order; of two with one attribute and element the first is kept,
    ///   and those with an empty value are dropped.
    public init(_ entries: some Sequence<Entry> = []) {
        var sorted = ContiguousArray<Entry>()
        sorted.reserveCapacity(entries.underestimatedCount)
        for entry in entries where !entry.value.isEmpty { sorted.append(entry) }
        // Stable, and linear for the usual case of entries that come in order.
        for index in sorted.indices.dropFirst() {
            var position = index
            while position > 0, Self.precedes(sorted[position], sorted[position - 1]) {
                sorted.swapAt(position, position - 1)
                position -= 1
            }
        }
        var kept = 0
        for index in sorted.indices {
            if kept > 0, !Self.precedes(sorted[kept - 1], sorted[index]) { continue }
            if kept != index { sorted[kept] = sorted[index] }
            kept += 1
        }
        sorted.removeLast(sorted.count - kept)
        self.entries = sorted
    }

    /// The first value, or nil when the attribute is absent.
    public subscript(attribute: Attribute) -> String? {
        for entry in entries where entry.attribute == attribute { return entry.value }
        return nil
    }

    /// All values, in the order of their elements.
    public func values(of attribute: Attribute) -> [String] {
        entries.filter { $0.attribute == attribute }.map(\.value)
    }

    private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
        if left.attribute != right.attribute { return left.attribute < right.attribute }
        return left.element < right.element
    }
}

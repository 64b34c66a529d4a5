/// The attributes of one account or person, packed into memory that many of them share.
///
/// An attribute that is absent has no value here; an empty string is never kept.
/// **Shape:** sorted by attribute, then element; unique by the two.
public struct AttributeValues: Sendable, Hashable {
    /// One value and where it came from.
    public struct Entry: Sendable, Hashable {
        /// A leaf of the vocabulary; `groups`, `managers` and `active` never occur.
        public let attribute: Attribute
        /// Which source said it: an index into the snapshot's (or reading's) list of sources.
        public let source: UInt8
        /// **Units:** 0-based position among the elements of a multi-valued attribute, so that
        /// `emails.value` and `emails.type` of one mail address stay together; 0 otherwise.
        public let element: UInt16
        /// As the source spells it; an empty one is never kept.
        public let value: String

        /// - Parameter element: more than 65,535 elements are not told apart.
        public init(_ attribute: Attribute, _ value: String, element: Int = 0, source: UInt8 = 0) {
            self.attribute = attribute
            self.source = source
            self.element = UInt16(clamping: element)
            self.value = value
        }
    }

    /// nil when there are none.
    private let slab: ValueSlab?
    /// Where in the slab. **Units:** bytes.
    private let offset: UInt32
    private let count: UInt32

    /// No values.
    public init() { (slab, offset, count) = (nil, 0, 0) }

    /// - Parameter entries: in any order; of two with one attribute and element the first is kept,
    ///   and those with an empty value are dropped.
    public init(_ entries: some Sequence<Entry>) {
        var draft = AttributeDraft()
        for entry in entries {
            var value = entry.value
            value.withUTF8 {
                draft.append(
                    $0, of: entry.attribute, element: Int(entry.element), source: entry.source)
            }
        }
        self = draft.values()
    }

    /// - Parameter slab: has for each entry a ``PackedHead`` and the bytes of the value there, UTF-8: in
    ///   order, unique.
    init(_ slab: ValueSlab, at offset: Int, count: Int) {
        self.slab = slab
        self.offset = UInt32(offset)
        self.count = UInt32(count)
    }

    /// - Parameter body: gets the entries, each behind its ``PackedHead``; valid during the call.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard let slab else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        let bytes = slab.bytes(Int(offset)..<Int(offset) + Int(count))
        return withExtendedLifetime(slab) { body(UnsafeRawBufferPointer(bytes)) }
    }

    public static func == (left: AttributeValues, right: AttributeValues) -> Bool {
        left.withBytes { one in
            right.withBytes { other in
                one.assumingMemoryBound(to: UInt8.self)
                    .isEqual(other.assumingMemoryBound(to: UInt8.self))
            }
        }
    }

    public func hash(into hasher: inout Hasher) { withBytes { hasher.combine(bytes: $0) } }

    /// The first value, or nil when the attribute is absent.
    public subscript(attribute: Attribute) -> String? {
        var found: String?
        _ = anyValue(of: attribute) { value, _ in
            found = String(decoding: value, as: UTF8.self)
            return true
        }
        return found
    }

    /// All values, in the order of their elements.
    public func values(of attribute: Attribute) -> [String] {
        var values: [String] = []
        _ = anyValue(of: attribute) { value, _ in
            values.append(String(decoding: value, as: UTF8.self))
            return false
        }
        return values
    }

    /// All of them, made as they are looked at.
    public var entries: Entries { Entries(values: self) }

    /// The entries in their order. **Units:** an index is an offset in bytes.
    public struct Entries: Collection, Sendable {
        fileprivate let values: AttributeValues

        public var startIndex: Int { 0 }
        public var endIndex: Int { Int(values.count) }

        public func index(after index: Int) -> Int {
            values.withBytes { PackedHead(at: index, of: $0).end }
        }

        public subscript(index: Int) -> Entry {
            values.withBytes { bytes in
                let head = PackedHead(at: index, of: bytes)
                return Entry(
                    head.attribute, String(decoding: head.value(in: bytes), as: UTF8.self),
                    element: Int(head.element), source: head.source)
            }
        }
    }

    /// The same as the word of another source.
    func said(by source: UInt8) -> AttributeValues {
        var draft = AttributeDraft()
        forEachValue { attribute, element, value in
            draft.append(value, of: attribute, element: element, source: source)
        }
        return draft.values()
    }
}

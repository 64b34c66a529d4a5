import Directory

/// Entries by their anchors, and no more of them than is needed.
struct EntryList: EntryReceiver {
    struct Entry {
        let anchor: Anchor
        /// As the server spells it; empty where nobody asks for names.
        let name: String
        /// The first value of one attribute more.
        let value: [UInt8]?
    }

    private let anchor: String
    private let value: String?
    private let keepsNames: Bool
    private let operation: LDAPError.Operation
    private(set) var entries: [Entry] = []
    private var hasReferences = false

    private init(
        anchor: String, value: String?, keepsNames: Bool, operation: LDAPError.Operation
    ) {
        self.anchor = anchor
        self.value = value
        self.keepsNames = keepsNames
        self.operation = operation
    }

    var anchors: Set<Anchor> { Set(entries.lazy.map(\.anchor)) }

    mutating func receive(_ entry: borrowing Message, from connection: Connection) throws {
        var name = ""
        var found: Anchor?
        var other: [UInt8]?
        try connection.decode(entry, operation) {
            if keepsNames { name = String(decoding: $0, as: UTF8.self) }
        } attribute: { description, values in
            var values = values
            guard let first = values.next() else { return }
            if description.isSpelled(anchor) {
                found = Anchor(value: first, of: anchor)
            } else if let value, description.isSpelled(value) {
                other = Array(first)
            }
        }
        // Who cannot be told from others makes a list of no use.
        guard let found else { throw Doubt.incomplete }
        entries.append(Entry(anchor: found, name: name, value: other))
    }

    mutating func receiveReference() { hasReferences = true }
    mutating func endPage() {}

    /// Reads the list.
    /// - Parameter value: the attribute more.
    /// - Throws: ``LDAPError``, ``Doubt``
    static func read(
        _ search: SearchRequest, value: String? = nil, keepsNames: Bool = false,
        of configuration: LDAPConfiguration, over connection: Connection
    ) throws -> EntryList {
        let anchor = configuration.schema.anchor
        var list = EntryList(
            anchor: anchor, value: value, keepsNames: keepsNames, operation: search.operation)
        try PagedSearch(
            connection: connection, search: search.asking(for: [anchor, value].compactMap(\.self)),
            bind: configuration.bind
        ).run(into: &list)
        guard !list.hasReferences else { throw Doubt.incomplete }
        return list
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether they are the attribute's name, in any case and without options.
    func isSpelled(_ attribute: String) -> Bool {
        count == attribute.utf8.count
            && zip(self, attribute.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}

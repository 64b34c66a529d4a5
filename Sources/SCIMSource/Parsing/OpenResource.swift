import Directory

/// The resource that is just being read: where it is, and whether all of it could be read.
struct OpenResource: Sendable {
    /// Its location: `Users/ID`.
    private(set) var label: ContiguousArray<UInt8> = []
    private var idNames = NameTable<Void>([("id", ())])
    /// Where the id begins in ``label``.
    private var idStart = 0
    /// Whether broken text of the page was replaced; see ``PageMending``.
    private var isMended = false
    /// Whether no value had to be left out.
    private(set) var isReadable = true

    var labelText: String { String(decoding: label, as: UTF8.self) }

    /// - Parameter endpoint: `Users` or `Groups`.
    mutating func begin(_ endpoint: StaticString, isMended: Bool) {
        self.isMended = isMended
        isReadable = true
        label.removeAll(keepingCapacity: true)
        endpoint.withUTF8Buffer { label.append(contentsOf: $0) }
        label.append(UInt8(ascii: "/"))
        idStart = label.count
    }

    private mutating func name(_ id: UnsafeBufferPointer<UInt8>) { label.append(contentsOf: id) }

    /// - Parameter body: gets the id's UTF-8, valid during the call.
    func withID<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        label.withUnsafeBufferPointer { body(.init(rebasing: $0[idStart...])) }
    }

    /// Notes that something of the resource is not known.
    mutating func leaveOut(
        _ finding: SCIMFinding, of name: String, to builder: inout SCIMReadingBuilder
    ) {
        isReadable = false
        builder.report(finding, of: name, at: labelText)
    }

    /// What is wrong with a text that it cannot be kept; nil when it can.
    func fault(in text: UnsafeBufferPointer<UInt8>) -> SCIMFinding? {
        if text.count > ReadingBuilder.longestValue { return .valueTooLong }
        return isMended && PageMending.isMarked(text) ? .invalidText : nil
    }

    /// Reads the first id of the resource into ``label``; false when it is unusable, or none.
    mutating func readID(of resource: JSONValue, to builder: inout SCIMReadingBuilder) -> Bool {
        for value in resource.children
        where value.name.count == 2 && idNames.match(value.name) != nil {
            if let text = value.text {
                name(text)
                return !text.isEmpty && fault(in: text) == nil
            }
            guard let digits = value.digits else { return false }
            digits.withBytes { name($0) }
            builder.report(.numericID, at: labelText)
            return true
        }
        return false
    }
}

extension String {
    /// - Parameter body: gets the text's UTF-8, valid during the call.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = self
        return text.withUTF8 { body($0) }
    }
}

/// Where a source keeps an account at the moment: a DN as the source spells it, or a SCIM location. It
/// may change; it is never an identity.
///
/// The labels of one reading share one storage; a text is made when it is asked for.
public struct Label: Sendable {
    private let table: LabelTable
    private let index: Int32

    /// A label with storage of its own, for one that no reading made.
    public init(_ text: String) {
        var text = text
        var texts = TextTable()
        text.withUTF8 { texts.append($0) }
        self.init(index: 0, in: LabelTable(texts))
    }

    /// - Parameter index: the text's position in the table.
    package init(index: Int32, in table: LabelTable) {
        self.table = table
        self.index = index
    }

    public var text: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

    /// - Parameter body: gets the text's UTF-8, valid during the call.
    public func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        table.withText(at: index, body)
    }
}

extension Label: Hashable {
    public static func == (left: Label, right: Label) -> Bool {
        left.withUTF8 { one in right.withUTF8 { one.isEqual($0) } }
    }

    public func hash(into hasher: inout Hasher) {
        withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// The labels of one reading, by position. A class, so that each label refers to it without a copy.
package final class LabelTable: Sendable {
    private enum Content {
        case texts(TextTable)
        case ids([Anchor], path: String)
    }

    private let content: Content

    package init(_ texts: TextTable) { content = .texts(texts) }

    /// Labels that say nothing but the id: each is made when it is asked for.
    /// - Parameter path: what stands before each.
    package init(ids: [Anchor], below path: String) { content = .ids(ids, path: path) }

    fileprivate func withText<Result>(
        at index: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        switch content {
        case .texts(let texts): return texts.withText(at: index, body)
        case .ids(let ids, let path):
            var text = path + ids[Int(index)].rawValue
            return text.withUTF8(body)
        }
    }
}

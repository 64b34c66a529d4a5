/// Where a source keeps an account at the moment: a DN as the source spells it, or a SCIM location. It
/// may change; it is never an identity.
///
/// The labels of one reading share one storage; a text is made when it is asked for.
public struct Label: Sendable {
    private let table: LabelTable
    private let index: Int32

    public init(_ text: String) {
        var text = text
        var builder = LabelTable.Builder()
        text.withUTF8 { builder.append($0) }
        self.init(index: 0, in: builder.table())
    }

    init(index: Int32, in table: LabelTable) {
        self.table = table
        self.index = index
    }

    public var text: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

    /// - Parameter body: gets the text's UTF-8, valid during the call.
    public func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        table.texts.withText(at: index, body)
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
final class LabelTable: Sendable {
    fileprivate let texts: Builder

    fileprivate init(_ texts: Builder) { self.texts = texts }

    /// Labels that are being collected.
    struct Builder: Sendable {
        private var bytes: ContiguousArray<UInt8> = []
        /// **Units:** bytes.
        private var ends: ContiguousArray<Int> = []

        var count: Int { ends.count }

        mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
            bytes.append(contentsOf: text)
            ends.append(bytes.count)
        }

        mutating func removeLast() {
            ends.removeLast()
            bytes.removeLast(bytes.count - (ends.last ?? 0))
        }

        @inline(__always)
        func withText<Result>(
            at index: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result
        ) -> Result {
            let start = index == 0 ? 0 : ends[Int(index) - 1]
            let end = ends[Int(index)]
            return bytes.withUnsafeBufferPointer { body(.init(rebasing: $0[start..<end])) }
        }

        func text(at index: Int32) -> String {
            withText(at: index) { String(decoding: $0, as: UTF8.self) }
        }

        consuming func table() -> LabelTable { LabelTable(self) }
    }
}

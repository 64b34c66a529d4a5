/// Texts one behind the other in one piece of memory, by position.
package struct TextTable: Sendable {
    @usableFromInline var bytes: ContiguousArray<UInt8> = []
    /// **Units:** bytes.
    @usableFromInline var ends: ContiguousArray<Int> = []

    package init() {}

    /// **Units:** texts.
    package var count: Int { ends.count }

    /// - Parameter text: UTF-8.
    package mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
    }

    /// - Parameter body: gets the text's UTF-8, valid during the call.
    @inlinable @inline(__always)
    package func withText<Result>(
        at position: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let start = position == 0 ? 0 : ends[Int(position) - 1]
        let end = ends[Int(position)]
        return bytes.withUnsafeBufferPointer { body(.init(rebasing: $0[start..<end])) }
    }

    /// Whether that text stands there.
    @inlinable
    package func isText(_ text: UnsafeBufferPointer<UInt8>, at position: Int32) -> Bool {
        withText(at: position) { $0.isEqual(text) }
    }

    /// A copy of the text.
    package func text(at position: Int32) -> String {
        withText(at: position) { String(decoding: $0, as: UTF8.self) }
    }
}

/// Texts of which each is kept once, numbered in the order in which they came.
package struct DistinctTexts: Sendable {
    /// Each text once, by its number.
    package private(set) var texts = TextTable()
    private var index = HashIndex()

    package init() {}

    /// The number of the text.
    /// - Parameter text: UTF-8.
    package mutating func number(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
        let hash = text.spellingHash
        let known = index.first(hash: hash) { position in
            texts.withText(at: position) { $0.isEqual(text) }
        }
        if let known { return known }
        let number = Int32(texts.count)
        texts.append(text)
        index.insert(number, hash: hash)
        return number
    }
}

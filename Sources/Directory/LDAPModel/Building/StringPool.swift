/// Lets equal values of many entries (a department, a title) share one storage.
///
/// It forgets: a new value takes the place of an older one with the same hash, so that it stays
/// small whatever it is given.
struct StringPool: Sendable {
    private var cells = [String](repeating: "", count: 4096)

    /// Strings up to this length need no storage of their own.
    private static let inlineLength = 15

    /// The text of the bytes; nil when they are not UTF-8.
    mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        if bytes.count <= Self.inlineLength { return bytes.text }
        let cell = bytes.spellingHash & (cells.count - 1)
        if cells[cell].isSpelled(bytes) { return cells[cell] }
        guard let text = bytes.text else { return nil }
        cells[cell] = text
        return text
    }
}

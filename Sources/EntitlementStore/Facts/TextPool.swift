/// Texts that recur in many rows, each made once.
struct TextPool<Value> {
    private var values: [Int64: (text: String, value: Value)] = [:]

    /// The value of the text in that column.
    /// - Parameter make: called for a text that was not seen before; nil means that somebody has
    ///   changed it.
    /// - Throws: ``StoreError/Code/damaged``
    mutating func value(
        _ row: any SQLRow, _ column: Int, _ make: (String) -> Value?
    ) throws -> Value {
        var hash: Int64 = 0
        row.withUTF8(column) { bytes in
            var content = ContentHash()
            content.add(bytes)
            hash = content.value
        }
        if let known = values[hash], row.holds(known.text, column) { return known.value }
        let text = row.text(column)
        guard let value = make(text) else { throw StoreError.unreadable }
        values[hash] = (text, value)
        return value
    }
}

extension SQLRow {
    /// Whether the text in that column is this one, byte for byte.
    func holds(_ text: String, _ column: Int) -> Bool {
        var isSame = false
        withUTF8(column) { bytes in isSame = bytes.elementsEqual(text.utf8) }
        return isSame
    }
}

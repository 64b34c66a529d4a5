/// A text to compare values with: see ``Filter`` for what equality and order mean. A class, so that
/// judging copies nothing.
final class TextPattern: Sendable {
    /// How a value stands to the text.
    enum Relation: Sendable {
        case equal, contains, begins, ends, greater, greaterOrEqual, less, lessOrEqual

        /// The order relations and equality, for any ordered type.
        func accepts<Value: Comparable>(_ value: Value, _ wanted: Value) -> Bool {
            switch self {
            case .equal: value == wanted
            case .greater: value > wanted
            case .greaterOrEqual: value >= wanted
            case .less: value < wanted
            case .lessOrEqual: value <= wanted
            case .contains, .begins, .ends: false
            }
        }
    }

    private let relation: Relation
    private let ignoresCase: Bool
    /// Lower-cased when case is ignored.
    private let text: String
    /// The text when it is ASCII; empty otherwise.
    private let ascii: ContiguousArray<UInt8>

    /// - Parameter text: as it was written; not empty.
    init(_ relation: Relation, _ text: String, ignoresCase: Bool) {
        self.relation = relation
        self.ignoresCase = ignoresCase
        self.text = ignoresCase ? text.lowercased() : text
        let isASCII = self.text.utf8.allSatisfy { $0 < 0x80 }
        ascii = isASCII ? ContiguousArray(self.text.utf8) : []
    }

    /// - Parameter value: UTF-8.
    func accepts(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        if !ascii.isEmpty, let answer = acceptsASCII(value) { return answer }
        return acceptsUnicode(String(decoding: value, as: UTF8.self))
    }

    private func acceptsUnicode(_ original: String) -> Bool {
        let value = ignoresCase ? original.lowercased() : original
        switch relation {
        case .equal: return value == text
        case .contains: return value.contains(text)
        case .begins: return value.starts(with: text)
        case .ends: return value.reversed().starts(with: text.reversed())
        case .greater, .greaterOrEqual, .less, .lessOrEqual:
            if value == text { return relation == .greaterOrEqual || relation == .lessOrEqual }
            let isLess = value.utf8.lexicographicallyPrecedes(text.utf8)
            return isLess == (relation == .less || relation == .lessOrEqual)
        }
    }

    /// nil when the value is not ASCII as far as that matters.
    private func acceptsASCII(_ value: UnsafeBufferPointer<UInt8>) -> Bool? {
        switch relation {
        case .equal:
            guard let length = commonPrefix(value) else { return nil }
            return length == ascii.count && length == value.count
        case .begins:
            guard let length = commonPrefix(value) else { return nil }
            return length == ascii.count
        case .contains, .ends:
            guard value.allSatisfy({ $0 < 0x80 }) else { return nil }
            guard value.count >= ascii.count else { return false }
            let last = value.count - ascii.count
            for start in (relation == .ends ? last : 0)...last where matches(value, at: start) {
                return true
            }
            return false
        case .greater, .greaterOrEqual, .less, .lessOrEqual:
            guard let length = commonPrefix(value) else { return nil }
            return relation.accepts(order(value, behind: length), 0)
        }
    }

    /// How many bytes agree; nil when what follows them in the value is not ASCII: a mark there may
    /// combine with the last letter that agrees.
    private func commonPrefix(_ value: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < value.count {
            let byte = value[index]
            guard byte < 0x80 else { return nil }
            guard index < ascii.count, folded(byte) == ascii[index] else { break }
            index += 1
        }
        return index
    }

    private func matches(_ value: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for index in ascii.indices where folded(value[start + index]) != ascii[index] {
            return false
        }
        return true
    }

    /// Negative when the value comes before the text, by the bytes behind their common prefix.
    private func order(_ value: UnsafeBufferPointer<UInt8>, behind length: Int) -> Int {
        if length == value.count { return length == ascii.count ? 0 : -1 }
        if length == ascii.count { return 1 }
        return Int(folded(value[length])) - Int(ascii[length])
    }

    private func folded(_ byte: UInt8) -> UInt8 {
        ignoresCase && byte &- 0x41 < 26 ? byte | 0x20 : byte
    }
}

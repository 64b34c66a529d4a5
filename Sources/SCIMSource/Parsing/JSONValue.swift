import CSimdJSON

/// A value of a page that was read. It may be looked at until its parser reads the next page.
struct JSONValue {
    private let value: rollcall_json_value

    init(_ value: rollcall_json_value) { self.value = value }

    var isNull: Bool { value.kind == .null }
    var isArray: Bool { value.kind == .array }
    var isObject: Bool { value.kind == .object }

    /// Nil for what is no truth value.
    var truth: Bool? { value.kind == .boolean ? value.is_true : nil }

    /// The name of a member of an object, UTF-8; empty elsewhere.
    var name: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: value.name, count: value.name_length)
    }

    /// The UTF-8 of a string; nil for what is none.
    var text: UnsafeBufferPointer<UInt8>? {
        guard value.kind == .string else { return nil }
        return UnsafeBufferPointer(start: value.text, count: value.text_length)
    }

    /// A string as such; nil for what is none.
    var string: String? { text.map { String(decoding: $0, as: UTF8.self) } }

    /// A whole number as its digits; nil for what is none.
    var digits: String? {
        guard value.kind == .integer else { return nil }
        return (value.is_negative ? "-" : "") + String(value.magnitude)
    }

    /// What a number or truth value looks like as text; nil for anything else.
    var bareText: String? {
        switch value.kind {
        case .boolean: value.is_true ? "true" : "false"
        case .integer: digits
        case .fraction: value.fraction.description
        default: nil
        }
    }

    /// The members of an object in their order, or the elements of an array; nothing for others.
    var children: Children { Children(of: value) }

    struct Children: Sequence, IteratorProtocol {
        private var cursor: rollcall_json_cursor

        fileprivate init(of value: rollcall_json_value) {
            cursor = withUnsafePointer(to: value) { rollcall_json_children($0) }
        }

        mutating func next() -> JSONValue? {
            var value = rollcall_json_value()
            return rollcall_json_next(&cursor, &value) ? JSONValue(value) : nil
        }
    }
}

/// Reads JSON with memory for one page, used again for the next.
/// - SeeAlso: RFC 8259; simdjson's `dom::parser`
struct JSONParser: ~Copyable {
    private let parser: OpaquePointer

    /// Nil when memory is short.
    init?() {
        guard let parser = rollcall_json_parser_create() else { return nil }
        self.parser = parser
    }

    deinit { rollcall_json_parser_destroy(parser) }

    /// - Returns: the outermost value, valid until the next call.
    mutating func parse(
        _ page: UnsafeBufferPointer<UInt8>
    ) -> Result<JSONValue, JSONFault> {
        var root = rollcall_json_value()
        let result = rollcall_json_parse(parser, page.baseAddress, page.count, &root)
        return JSONFault(result).map(Result.failure) ?? .success(JSONValue(root))
    }
}

/// Why a text is no JSON.
enum JSONFault: Error {
    case empty
    /// The grammar is broken, also by a body that ends early.
    case malformed
    /// Bytes that are no UTF-8, or an escape that stands for no character.
    case noText
    case tooDeep
    case outOfMemory

    /// Nil when there is none.
    init?(_ result: rollcall_json_result) {
        switch result {
        case .read: return nil
        case .empty: self = .empty
        case .malformed: self = .malformed
        case .no_text: self = .noText
        case .too_deep: self = .tooDeep
        case .out_of_memory: self = .outOfMemory
        }
    }
}

import CSimdJSON

/// A value of a text that was read. It may be looked at until its parser reads the next one.
/// - SeeAlso: simdjson's doc/tape.md, for how it is kept
struct JSONValue {
    fileprivate let tape: UnsafePointer<UInt64>
    fileprivate let strings: UnsafePointer<UInt8>
    /// Where it stands on the tape.
    fileprivate let place: Int
    /// The same of its name; nought for what is no member of an object.
    fileprivate let namePlace: Int

    private var kind: UInt8 { UInt8(truncatingIfNeeded: tape[place] >> 56) }

    var isNull: Bool { kind == UInt8(ascii: "n") }
    var isArray: Bool { kind == UInt8(ascii: "[") }
    var isObject: Bool { kind == UInt8(ascii: "{") }

    /// Nil for what is no truth value.
    var truth: Bool? {
        switch kind {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// The name of a member of an object, UTF-8; empty elsewhere.
    var name: UnsafeBufferPointer<UInt8> {
        namePlace == 0 ? UnsafeBufferPointer(start: nil, count: 0) : text(at: namePlace)
    }

    /// The UTF-8 of a string; nil for what is none.
    var text: UnsafeBufferPointer<UInt8>? {
        kind == UInt8(ascii: "\"") ? text(at: place) : nil
    }

    private func text(at place: Int) -> UnsafeBufferPointer<UInt8> {
        let start = strings + Int(tape[place] & 0xFF_FFFF_FFFF_FFFF)
        let length = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(length))
    }

    /// A string as such; nil for what is none.
    var string: String? { text.map { String(decoding: $0, as: UTF8.self) } }

    /// A whole number as its digits; nil for what is none.
    var digits: String? {
        switch kind {
        case UInt8(ascii: "l"): String(Int64(bitPattern: tape[place + 1]))
        case UInt8(ascii: "u"): String(tape[place + 1])
        default: nil
        }
    }

    /// What a number or truth value looks like as text; nil for anything else.
    var bareText: String? {
        if kind == UInt8(ascii: "d") { return Double(bitPattern: tape[place + 1]).description }
        return truth.map { $0 ? "true" : "false" } ?? digits
    }

    /// How many children it has; of millions not all are counted.
    var count: Int { isObject || isArray ? Int(tape[place] >> 32 & 0xFF_FFFF) : 0 }

    /// The members of an object in their order, or the elements of an array; nothing for others.
    var children: Children { Children(of: self) }

    struct Children: Sequence, IteratorProtocol {
        private let parent: JSONValue
        private var place: Int
        private let end: Int

        fileprivate init(of parent: JSONValue) {
            self.parent = parent
            place = parent.place + 1
            end = parent.isObject || parent.isArray ? parent.next - 1 : place
        }

        mutating func next() -> JSONValue? {
            guard place < end else { return nil }
            let namePlace = parent.isObject ? place : 0
            if namePlace > 0 { place += 1 }
            let value = JSONValue(
                tape: parent.tape, strings: parent.strings, place: place, namePlace: namePlace)
            place = value.next
            return value
        }
    }

    /// Where the value behind it stands on the tape.
    private var next: Int {
        switch kind {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(tape[place] & 0xFFFF_FFFF)
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): place + 2
        default: place + 1
        }
    }
}

/// Reads JSON with memory for one text, used again for the next.
/// - SeeAlso: RFC 8259; simdjson's `dom::parser`
final class JSONParser: @unchecked Sendable {  // each is one text's at a time
    private let parser: OpaquePointer
    /// **Units:** bytes of the longest text that was read: room for it is kept.
    private(set) var longest = 0

    /// Nil when memory is short.
    init?() {
        guard let parser = rollcall_json_parser_create() else { return nil }
        self.parser = parser
    }

    deinit { rollcall_json_parser_destroy(parser) }

    /// - Parameter spare: how many bytes behind the text may be looked at; few cost a copy of it.
    /// - Returns: the outermost value, valid until the next call.
    func parse(
        _ text: UnsafeBufferPointer<UInt8>, spare: Int
    ) -> Result<JSONValue, JSONFault> {
        longest = max(longest, text.count)
        var read = rollcall_json_text()
        let result = rollcall_json_parse(parser, text.baseAddress, text.count, spare, &read)
        guard let tape = read.tape, let strings = read.strings else {
            return .failure(JSONFault(result) ?? .empty)
        }
        return .success(JSONValue(tape: tape, strings: strings, place: 1, namePlace: 0))
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

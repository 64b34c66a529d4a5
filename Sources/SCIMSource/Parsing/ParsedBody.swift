import Synchronization

/// The body of an answer, read as JSON where it is that. Nothing of a SCIM page is looked at yet.
///
/// The text itself is not needed any more: its values are held here.
package final class ParsedBody: @unchecked Sendable {  // nothing of it changes once it is made
    /// **Units:** bytes.
    let size: Int
    /// Whether it begins with a byte order mark.
    let hasMark: Bool
    /// See ``PageMending``.
    let isMended: Bool
    /// The outermost value, valid as long as this object; or what the body is instead.
    let root: Result<JSONValue, SCIMPageError>
    private let parser: JSONParser?
    private let parsers: JSONParsers

    package init(_ body: [UInt8], with parsers: JSONParsers) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let hasMark = body.starts(with: mark)
        let parser = parsers.take()
        var isMended = false
        root = body.withUnsafeBufferPointer { bytes in
            let text = UnsafeBufferPointer(rebasing: bytes.dropFirst(hasMark ? mark.count : 0))
            guard let parser else { return .failure(SCIMPageError(.outOfMemory, size: body.count)) }
            var result = parser.parse(text, spare: body.capacity - body.count)
            if case .failure(.noText) = result {
                isMended = true
                let mended = PageMending.mended(text)
                result = mended.withUnsafeBufferPointer { parser.parse($0, spare: 0) }
            }
            return result.mapError { SCIMPageError($0, of: text, size: body.count) }
        }
        size = body.count
        self.hasMark = hasMark
        self.isMended = isMended
        self.parser = parser
        self.parsers = parsers
    }

    deinit { if let parser { parsers.give(parser) } }

    /// The outermost value, if there is one.
    var value: JSONValue? { try? root.get() }
}

extension SCIMPageError {
    fileprivate init(_ fault: JSONFault, of text: UnsafeBufferPointer<UInt8>, size: Int) {
        let isHTML = text.first { $0 > 0x20 } == UInt8(ascii: "<")
        if isHTML { self.init(.html, size: size) } else { self.init(fault, size: size) }
    }
}

/// Parsers that nobody needs at the moment.
package final class JSONParsers: Sendable {
    private let idle = Mutex<[JSONParser]>([])

    /// **Units:** bytes of a text; the room for a longer one is given back.
    private static let longestKept = 1 << 20

    package init() {}

    /// - Returns: nil when memory is short.
    func take() -> JSONParser? { idle.withLock { $0.popLast() } ?? JSONParser() }

    func give(_ parser: JSONParser) {
        if parser.longest <= Self.longestKept { idle.withLock { $0.append(parser) } }
    }
}

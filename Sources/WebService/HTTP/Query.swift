import Foundation

/// The parameters of a URL's query, as forms are encoded: `%41` and `+` for a space.
struct Query: Sendable {
    /// A handful at most: to look through them is quicker than to hash their names.
    private var values: [(name: String, value: String)] = []

    init() {}

    /// - Throws: ``WebProblem`` for a name that comes twice, and for what is not percent-encoded UTF-8:
    ///   guessing which one is meant would answer another question.
    init(_ text: Substring?) throws(WebProblem) {
        guard var text else { return }
        let parts = text.withUTF8 { bytes in
            bytes.split(separator: UInt8(ascii: "&")).map { part in
                let label = part.prefix { $0 != UInt8(ascii: "=") }
                return (Self.decoded(label), Self.decoded(part[label.endIndex...].dropFirst()))
            }
        }
        values.reserveCapacity(parts.count)
        for case (let name, let value) in parts {
            guard let name, let value else {
                throw .badQuery("a part of the query is not percent-encoded UTF-8")
            }
            if self[name] != nil { throw .badQuery("a parameter comes twice") }
            values.append((name, value))
        }
    }

    /// The value; nil without it.
    subscript(_ name: String) -> String? {
        for pair in values where pair.name == name { return pair.value }
        return nil
    }

    /// - Throws: ``WebProblem`` when there are others than these: a mistyped parameter would be a wider
    ///   question.
    func allow(_ names: [String], and more: [String] = []) throws(WebProblem) {
        guard values.allSatisfy({ names.contains($0.name) || more.contains($0.name) }) else {
            throw .badQuery(
                "unknown parameter; this takes \((names + more).sorted().joined(separator: ", "))")
        }
    }

    func required(_ name: String) throws(WebProblem) -> String {
        guard let value = self[name], !value.isEmpty else {
            throw .badQuery("the parameter \(name) is missing")
        }
        return value
    }

    /// A whole number within the range; nil without it.
    func number(_ name: String, in range: ClosedRange<Int>) throws(WebProblem) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .badQuery(
                "\(name) takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func decoded(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        // Nearly nothing needs it.
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") })
        else { return text }
        return text.replacing("+", with: " ").removingPercentEncoding
    }
}

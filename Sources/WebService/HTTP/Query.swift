import Foundation

/// The parameters of a URL's query, as forms are encoded: `%41` and `+` for a space.
struct Query: Sendable {
    private var values: [String: String] = [:]

    init() {}

    /// - Throws: ``WebProblem`` for a name that comes twice, and for what is not percent-encoded UTF-8:
    ///   guessing which one is meant would answer another question.
    init(_ text: Substring?) throws(WebProblem) {
        for part in text?.split(separator: "&") ?? [] {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(pair[0]),
                let value = Self.decoded(pair.count > 1 ? pair[1] : "")
            else { throw .badQuery("a part of the query is not percent-encoded UTF-8") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .badQuery("a parameter comes twice")
            }
        }
    }

    /// The value; nil without it.
    subscript(_ name: String) -> String? { values[name] }

    /// - Throws: ``WebProblem`` when there are others than these: a mistyped parameter would be a wider
    ///   question.
    func allow(_ names: Set<String>) throws(WebProblem) {
        guard values.keys.allSatisfy(names.contains) else {
            throw .badQuery(
                "unknown parameter; this takes \(names.sorted().joined(separator: ", "))")
        }
    }

    func required(_ name: String) throws(WebProblem) -> String {
        guard let value = values[name], !value.isEmpty else {
            throw .badQuery("the parameter \(name) is missing")
        }
        return value
    }

    /// A whole number within the range; nil without it.
    func number(_ name: String, in range: ClosedRange<Int>) throws(WebProblem) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .badQuery(
                "\(name) takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    static func decoded(_ text: Substring) -> String? {
        // Nearly nothing needs it.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") })
        else { return String(text) }
        let spaced = text.replacing("+", with: " ")
        return String(spaced).removingPercentEncoding
    }
}

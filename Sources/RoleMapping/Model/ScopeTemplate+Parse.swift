import Diagnostics
import Directory
import Entitlements

extension ScopeTemplate {
    /// Why a text is no scope.
    struct Failure: Error, Equatable {
        /// See ``Diagnostic/code``.
        let code: String
        /// One safe sentence without a full stop.
        let message: String
        /// What to do about it; nil when there is nothing to add.
        var hint: String?
        /// Where in the text. **Units:** characters, 0-based.
        var offset = 0
    }

    /// Parses what a mapping file says.
    init(parsing text: String) throws(Failure) {
        let colon = text.firstIndex(of: ":")
        let word = String(text[..<(colon ?? text.endIndex)])
        let kinds = Scope.Kind.allCases.map(\.rawValue)
        guard let kind = Scope.Kind(rawValue: word) else {
            throw Failure(
                code: "mapping.unknown-scope", message: "this is no scope",
                hint: Suggestion.hint(for: word, among: kinds)
                    ?? "a scope is organization, or department:X, region:X, group:X, reports:X, person:X"
            )
        }
        self.kind = kind
        guard kind != .organization else {
            guard colon == nil else {
                throw Failure(
                    code: "mapping.scope-argument", message: "organization has no argument",
                    hint: "write organization alone", offset: word.count)
            }
            parts = []
            return
        }
        guard let colon, text.index(after: colon) < text.endIndex else {
            throw Failure(
                code: "mapping.scope-argument", message: "\(word) needs an argument",
                hint: "write \(word):X", offset: text.count)
        }
        parts = try Self.parts(of: text[text.index(after: colon)...], offset: word.count + 1)
    }

    private static func parts(of argument: Substring, offset: Int) throws(Failure) -> [Part] {
        var parts: [Part] = []
        var rest = argument
        while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            let position = offset + argument.distance(from: argument.startIndex, to: brace)
            guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
                throw Failure(
                    code: "mapping.scope-template", message: "a brace without its counterpart",
                    offset: position)
            }
            if brace > rest.startIndex { parts.append(.text(String(rest[..<brace]))) }
            let path = String(rest[rest.index(after: brace)..<end])
            parts.append(.attribute(try attribute(path, offset: position + 1)))
            rest = rest[rest.index(after: end)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return parts
    }

    private static func attribute(_ path: String, offset: Int) throws(Failure) -> Attribute {
        guard let attribute = Attribute(path: path) else {
            throw Failure(
                code: "mapping.unknown-attribute", message: "unknown attribute in the scope",
                hint: Suggestion.hint(for: path, among: usable.map(\.path)), offset: offset)
        }
        guard usable.contains(attribute) else {
            throw Failure(
                code: "mapping.scope-attribute",
                message:
                    "a person may have several values of \(attribute.path), or none that is text",
                hint: "use an attribute with one text, such as department", offset: offset)
        }
        return attribute
    }

    private static let usable = Attribute.allCases.filter {
        $0.definition.type == .string && !$0.definition.isMultiValued
    }
}

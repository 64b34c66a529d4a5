import Diagnostics
import Yams

extension YAMLParser {
    /// What libyaml or Yams found wrong, at its place.
    static func findings(of error: YamlError, in text: YAMLText) -> [Diagnostic] {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            if isIndentedByTab(text, line: mark.line) {
                return [
                    Diagnostic(
                        .error, "yaml.tab", "the line is indented with a tab",
                        at: text.place(line: mark.line, scalar: 1), hint: "indent with spaces")
                ]
            }
            return [
                syntax(
                    problem, at: text.place(line: mark.line, scalar: mark.column),
                    hint: hint(for: problem))
            ]
        case .duplicatedKeysInMapping(let keys, let context):
            let place = text.place(line: context.mark.line, scalar: context.mark.column)
            return keys.map { duplicateKey($0, at: place) }
        case .reader(let problem, let offset, _, _):
            return [syntax(problem, at: place(offset: offset, in: text), hint: nil)]
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return [
                syntax("the file cannot be read", at: text.place(line: 1, scalar: 1), hint: nil)
            ]
        }
    }

    private static func syntax(_ problem: String, at place: Place, hint: String?) -> Diagnostic {
        Diagnostic(.error, "yaml.syntax", "not YAML: \(problem)", at: place, hint: hint)
    }

    private static func duplicateKey(_ key: String, at place: Place) -> Diagnostic {
        let shown = YAMLValue.shown(key: key).map { "the key \($0)" } ?? "a key"
        return Diagnostic(
            .error, "yaml.duplicate-key", "\(shown) stands twice in this mapping", at: place)
    }

    /// libyaml's sentence in the words of somebody who writes mapping files.
    private static func hint(for problem: String) -> String? {
        switch problem {
        case "mapping values are not allowed in this context":
            "put quotes around a text that has a colon in it"
        case "found undefined alias", "did not find expected alphabetic or numeric character":
            "put quotes around a text that begins with * or &"
        case "found character that cannot start any token":
            "put quotes around a text that begins with @, ` or %"
        case "did not find expected ',' or '}'", "did not find expected ',' or ']'":
            "put quotes around a text that has brackets, braces or a comma in it"
        case "could not find expected ':'", "did not find expected key":
            "look at the indentation of this line and the one before"
        default: nil
        }
    }

    private static func isIndentedByTab(_ text: YAMLText, line: Int) -> Bool {
        guard text.lines.indices.contains(line - 1) else { return false }
        return text.lines[line - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
    }

    /// - Parameter offset: in characters from the beginning of the text.
    private static func place(offset: Int?, in text: YAMLText) -> Place {
        guard let offset else { return .file(path: text.path, line: nil, column: nil) }
        let before = text.text.prefix(offset)
        let line = before.split(omittingEmptySubsequences: false) { $0.isNewline }
        return .file(
            path: text.path, line: max(1, line.count), column: (line.last?.count ?? 0) + 1)
    }
}

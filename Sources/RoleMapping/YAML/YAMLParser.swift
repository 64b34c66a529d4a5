import Diagnostics
import Yams

/// Turns a text into nodes, and what is wrong with it as YAML into findings.
enum YAMLParser {
    /// - Returns: nil when the text has no document, or is not YAML.
    static func parse(_ text: YAMLText, findings: inout [Diagnostic]) -> YAMLNode? {
        guard !isAliasBomb(text.text) else {
            findings.append(refusal(of: .anchor, at: text.place(line: 1, scalar: 1)))
            return nil
        }
        do {
            return try compose(text, &findings)
        } catch let error as YamlError {
            findings += YAMLParser.findings(of: error, in: text)
        } catch {
            findings.append(
                Diagnostic(
                    .error, "yaml.syntax", "the file cannot be read as YAML",
                    at: text.place(line: 1, scalar: 1)))
        }
        return nil
    }

    private static func compose(
        _ text: YAMLText, _ findings: inout [Diagnostic]
    ) throws -> YAMLNode? {
        // Without the resolver's rules every scalar is text: `no` is somebody's name until a reader
        // expects a truth value.
        let parser = try Parser(yaml: text.text, resolver: .basic, encoding: .utf8)
        guard let root = try parser.nextRoot() else {
            findings.append(empty(text))
            return nil
        }
        var refusals: [Diagnostic] = []
        let node = withExtendedLifetime(parser) {
            YAMLNode(root) { what, mark in
                let place = text.place(line: mark?.line ?? 1, scalar: mark?.column ?? 1)
                refusals.append(refusal(of: what, at: place))
            }
        }
        // An alias repeats its anchor's node, place and all.
        findings += Set(refusals)
        if let second = try parser.nextRoot() {
            findings.append(
                Diagnostic(
                    .error, "yaml.several-documents", "a second document begins here",
                    at: text.place(line: second.mark?.line ?? 1, scalar: second.mark?.column ?? 1),
                    hint: "a file holds one document: make two files of it"))
        }
        guard refusals.isEmpty else { return nil }
        if case .nothing = node.content {
            findings.append(empty(text))
            return nil
        }
        return node
    }

    private static func empty(_ text: YAMLText) -> Diagnostic {
        Diagnostic(
            .error, "yaml.empty", "the file is empty",
            at: .file(path: text.path, line: nil, column: nil))
    }

    private static func refusal(of what: YAMLNode.Refusal, at place: Place) -> Diagnostic {
        let hint: String? =
            switch what {
            case .anchor: "write the value out where it is needed"
            case .tag: "the keys decide what a value is: leave the tag out"
            case .complexKey: nil
            }
        return Diagnostic(.error, "yaml.refused", what.rawValue, at: place, hint: hint)
    }

    /// Whether the text may hold so many aliases that composing it takes for ever.
    ///
    /// Yams replaces aliases as it composes and compares keys by content, so this must be known
    /// before. A few aliases multiply to little; they are refused by name afterwards.
    private static func isAliasBomb(_ text: String) -> Bool {
        var count = 0
        var previous = UInt8(ascii: "\n")
        var isAlias = false
        for byte in text.utf8 {
            if isAlias, !separators.contains(byte) {
                count += 1
                if count > 16 { return true }
            }
            isAlias = byte == UInt8(ascii: "*") && separators.contains(previous)
            previous = byte
        }
        return false
    }

    private static let separators = Set("\n\r\t ,[]{}".utf8)
}

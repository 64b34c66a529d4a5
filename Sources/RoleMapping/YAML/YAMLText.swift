import Diagnostics

/// A YAML file as text, and the names of the places in it.
public struct YAMLText: Sendable {
    /// **Units:** bytes. A larger file is refused: nobody writes one by hand.
    public static let largestSize = 4 << 20

    /// As findings name the file.
    public let path: String
    /// Without a byte order mark.
    public let text: String
    /// The scalars of each line, without its end. **Shape:** at least one.
    let lines: [Substring.UnicodeScalarView]

    /// - Parameter path: as findings name the file.
    public init(path: String, text: String) {
        self.path = path
        self.text =
            text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        lines = Self.split(Substring(self.text).unicodeScalars)
    }

    /// Decodes a file's bytes.
    /// - Returns: nil, and a finding, when the bytes are not UTF-8 or too many.
    public static func decode(
        _ bytes: some Collection<UInt8>, path: String, findings: inout [Diagnostic]
    ) -> YAMLText? {
        let whole = Place.file(path: path, line: nil, column: nil)
        guard bytes.count <= largestSize else {
            findings.append(
                Diagnostic(
                    .error, "yaml.too-large",
                    "the file has \(bytes.count) bytes; at most \(largestSize) are read", at: whole)
            )
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.append(
                Diagnostic(
                    .error, "yaml.encoding", "the file is not UTF-8", at: whole,
                    hint: "save it as UTF-8"))
            return nil
        }
        return YAMLText(path: path, text: text)
    }

    /// The place of a position in the text.
    /// - Parameters:
    ///   - line: 1-based.
    ///   - scalar: 1-based, in Unicode scalars, as libyaml counts; places count characters.
    func place(line: Int, scalar: Int) -> Place {
        guard lines.indices.contains(line - 1) else {
            return .file(path: path, line: line, column: scalar)
        }
        let before = Substring(lines[line - 1].prefix(max(0, scalar - 1)))
        return .file(path: path, line: line, column: before.count + 1)
    }

    /// The line breaks of YAML 1.1, as libyaml sees them.
    private static func split(
        _ scalars: Substring.UnicodeScalarView
    ) -> [Substring.UnicodeScalarView] {
        var lines: [Substring.UnicodeScalarView] = []
        var start = scalars.startIndex
        var index = start
        while index < scalars.endIndex {
            let scalar = scalars[index]
            let next = scalars.index(after: index)
            if isBreak(scalar) {
                lines.append(scalars[start..<index])
                let isPair = scalar == "\r" && next < scalars.endIndex && scalars[next] == "\n"
                start = isPair ? scalars.index(after: next) : next
                index = start
            } else {
                index = next
            }
        }
        lines.append(scalars[start...])
        return lines
    }

    /// Whether the scalar ends a line.
    static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }
}

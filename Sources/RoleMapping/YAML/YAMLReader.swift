import Diagnostics

/// Reads one YAML file strictly and collects everything that is wrong with it.
///
/// Each access to a value says what is expected there; what is found instead becomes a finding with
/// file, line and column, and reading goes on, so that one run shows all of them.
///
/// Not for sharing: a reader lives on one task.
public final class YAMLReader {
    /// Names the places of findings.
    public let text: YAMLText
    /// In the order in which they were found.
    public private(set) var findings: [Diagnostic] = []
    private let document: YAMLNode?

    /// Parses the text; what is wrong with it as YAML is the first finding.
    public init(_ text: YAMLText) {
        self.text = text
        document = YAMLParser.parse(text, findings: &findings)
    }

    /// - Parameter path: as findings name the file.
    public convenience init(path: String, text: String) {
        self.init(YAMLText(path: path, text: text))
    }

    /// The document; nil, with a finding, when there is none or the text is not YAML.
    public var root: YAMLValue? { document.map { YAMLValue(node: $0, reader: self) } }

    /// Whether what was read may not be used.
    public var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// Takes a finding; parameters as those of ``Diagnostic``.
    public func report(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String, at place: Place,
        hint: String? = nil
    ) {
        findings.append(Diagnostic(severity, code, message, at: place, hint: hint))
    }
}

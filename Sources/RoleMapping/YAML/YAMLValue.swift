import Diagnostics

/// A value in a YAML file, with the expectations that readers have of it.
///
/// Each accessor returns nil, and reports to its reader, when the value is not what it is read as.
/// What people wrote is never repeated in a finding: it could be a secret.
public struct YAMLValue {
    /// What stands in the file.
    let node: YAMLNode
    /// Collects what is wrong with the value.
    public let reader: YAMLReader

    /// Where it begins.
    public var place: Place { reader.text.place(line: node.line, scalar: node.scalar) }

    /// Whether a key has nothing behind it, or `null`.
    public var isNothing: Bool {
        if case .nothing = node.content { true } else { false }
    }

    /// Asked where a value may be written in more than one way; reports nothing.
    public var isMapping: Bool {
        if case .mapping = node.content { true } else { false }
    }

    /// As ``isMapping``.
    public var isList: Bool {
        if case .list = node.content { true } else { false }
    }

    /// Text that is not empty; a plain number or truth value is text too, as it is written.
    public func string() -> String? {
        guard case .text(let text, _) = node.content else { return fail("text") }
        guard !text.isEmpty else {
            report("yaml.empty-text", "the text is empty")
            return nil
        }
        return text
    }

    /// The elements; an empty list is a list.
    public func list() -> [YAMLValue]? {
        guard case .list(let elements) = node.content else { return fail("a list") }
        return elements.map { YAMLValue(node: $0, reader: reader) }
    }

    /// The elements of a list, or the value itself where one may be written without the brackets.
    public func listOrOne() -> [YAMLValue] {
        guard case .list(let elements) = node.content else { return [self] }
        return elements.map { YAMLValue(node: $0, reader: reader) }
    }

    /// A mapping with no other than these keys.
    public func mapping(keys: [String]) -> YAMLMapping? {
        guard let mapping = mappingOfAnyKeys() else { return nil }
        mapping.refuseKeys(except: keys)
        return mapping
    }

    /// A mapping whose keys are names of the writer's own.
    public func mappingOfAnyKeys() -> YAMLMapping? {
        guard case .mapping(let pairs) = node.content else { return fail("a mapping") }
        return YAMLMapping(pairs: pairs, value: self)
    }

    /// Reports at this value. The message may not repeat what is written here.
    public func report(
        _ code: String, _ message: String, severity: Diagnostic.Severity = .error,
        hint: String? = nil
    ) {
        reader.report(severity, code, message, at: place, hint: hint)
    }

    /// Reports that something else was expected here, and gives nil.
    func fail<Result>(_ expected: String, hint: String? = nil) -> Result? {
        report("yaml.wrong-type", "expected \(expected), found \(node.kind)", hint: hint)
        return nil
    }

    /// A key as findings show it: nil unless it looks like a name, since `{password:hunter2}` is one
    /// key.
    static func shown(key: String) -> String? {
        let isName =
            (1...40).contains(key.utf8.count)
            && key.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        return isName ? "\"\(key)\"" : nil
    }
}

import Diagnostics

/// A mapping in a YAML file: keys and their values.
public struct YAMLMapping {
    /// In the order of the file; keys are unique.
    let pairs: [(key: YAMLNode, value: YAMLNode)]
    /// The mapping as a value: its place, and what to report at.
    public let value: YAMLValue

    /// The value of a key; nil when the key is absent or has nothing behind it.
    public subscript(key: String) -> YAMLValue? {
        for pair in pairs where Self.name(of: pair.key) == key {
            let value = YAMLValue(node: pair.value, reader: self.value.reader)
            return value.isNothing ? nil : value
        }
        return nil
    }

    /// The value of a key that must be there.
    public func required(_ key: String) -> YAMLValue? {
        if let value = self[key] { return value }
        value.report("yaml.missing-key", "the key \"\(key)\" is missing")
        return nil
    }

    /// The elements of a list; empty when the key is absent.
    public func list(_ key: String) -> [YAMLValue] { self[key]?.list() ?? [] }

    /// All entries, in the order of the file: for mappings whose keys are names.
    public var entries: [(key: String, keyPlace: Place, value: YAMLValue)] {
        pairs.compactMap { pair in
            guard let name = Self.name(of: pair.key) else { return nil }
            return (name, place(of: pair.key), YAMLValue(node: pair.value, reader: value.reader))
        }
    }

    /// Reports every other key, with the known one that may have been meant.
    func refuseKeys(except known: [String]) {
        for pair in pairs {
            let name = Self.name(of: pair.key) ?? ""
            if known.contains(name) { continue }
            let shown = YAMLValue.shown(key: name).map { " \($0)" } ?? ""
            value.reader.report(
                .error, "yaml.unknown-key", "unknown key\(shown)",
                at: place(of: pair.key),
                hint: Suggestion.hint(for: name, among: known)
                    ?? "the keys here are " + known.joined(separator: ", "))
        }
    }

    private func place(of key: YAMLNode) -> Place {
        value.reader.text.place(line: key.line, scalar: key.scalar)
    }

    private static func name(of key: YAMLNode) -> String? {
        guard case .text(let name, _) = key.content else { return nil }
        return name
    }
}

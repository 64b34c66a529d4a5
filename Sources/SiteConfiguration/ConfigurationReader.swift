import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Foundation
import RoleMapping

/// Reads `rollcall.yaml` strictly: an unknown key is an error with its place.
package struct ConfigurationReader {
    /// The folder of the file; relative paths are relative to it.
    let folder: URL

    /// - Throws: ``ConfigurationError`` with everything that is wrong, not only the first.
    package static func read(path: String) throws -> Configuration {
        let url = URL(filePath: path)
        guard let data = FileManager.default.contents(atPath: url.path) else {
            throw ConfigurationError(diagnostics: [
                Diagnostic(
                    .error, "configuration.unreadable",
                    FileManager.default.fileExists(atPath: url.path)
                        ? "the configuration may not be read" : "there is no configuration",
                    at: .file(path: path, line: nil, column: nil),
                    hint: "name it with --config PATH or in ROLLCALL_CONFIG")
            ])
        }
        let yaml = YAMLReader(path: path, text: String(decoding: data, as: UTF8.self))
        let reader = ConfigurationReader(folder: url.absoluteURL.deletingLastPathComponent())
        let configuration = yaml.root.flatMap(reader.configuration)
        guard let configuration, !yaml.hasErrors else {
            throw ConfigurationError(diagnostics: yaml.findings.sorted())
        }
        return configuration
    }

    private func configuration(_ value: YAMLValue) -> Configuration? {
        let keys = [
            "formatVersion", "store", "mappings", "sources", "correlation", "authority", "guards",
            "review", "serve",
        ]
        guard let root = value.mapping(keys: keys) else { return nil }
        _ = root.required("formatVersion")?.int(in: 1...1)
        let store = root.required("store").flatMap(location)
        let mappings = root.required("mappings")?.string().map(path)
        let sources = sources(root.required("sources"))
        let keysOfPeople = root["correlation"].flatMap(correlationKeys) ?? []
        let authority = root["authority"].flatMap { self.authority($0, sources: sources.map(\.id)) }
        let guards = root["guards"].map(guardLimits) ?? GuardLimits()
        let identity = root["review"]?.mapping(keys: ["identity"])?.required("identity")?
            .choice(Configuration.Identity.self)
        let serving = root["serve"].map(serving) ?? Configuration.Serving()
        guard let store, let mappings else { return nil }
        return Configuration(
            store: store, mappings: mappings, sources: sources,
            verifyEvery: verifyEvery(root["sources"]),
            correlation: Correlation(keys: keysOfPeople, authority: authority ?? Authority()),
            guards: guards, identity: identity ?? .oidc, serving: serving)
    }

    /// Absolute, whatever the file says.
    func path(_ text: String) -> String { URL(filePath: text, relativeTo: folder).path }

    private func correlationKeys(_ value: YAMLValue) -> [Attribute] {
        guard let keys = value.mapping(keys: ["keys"])?.required("keys")?.list() else { return [] }
        return keys.compactMap { attribute($0) }
    }

    /// An attribute of the vocabulary, by its path.
    func attribute(_ value: YAMLValue) -> Attribute? {
        guard let path = value.string() else { return nil }
        if let attribute = Attribute(path: path) { return attribute }
        value.report(
            "configuration.unknown-attribute", "unknown attribute",
            hint: Suggestion.hint(for: path, among: Attribute.allCases.map(\.path)))
        return nil
    }
}

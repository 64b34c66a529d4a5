import Diagnostics
import Entitlements
import Foundation

/// Reads mapping files from disk: the one place of this module that does.
public enum MappingFolder {
    /// What was found there; errors among ``diagnostics`` mean that ``files`` are not all.
    public struct Contents: Sendable {
        /// **Shape:** sorted by path, relative to the folder.
        public let files: [MappingRevision.File]
        /// **Shape:** sorted.
        public let diagnostics: [Diagnostic]

        /// What the files say together; without the mapping when one of them could not be read. Roles
        /// that may be defined in that one are then not called unknown.
        public var loaded: LoadedMapping {
            let loaded = RoleMapping.load(files)
            let isWhole = !diagnostics.contains { $0.severity == .error }
            let findings = loaded.diagnostics.filter {
                isWhole || $0.code != "mapping.unknown-role"
            }
            return LoadedMapping(
                mapping: isWhole ? loaded.mapping : nil,
                diagnostics: (diagnostics + findings).sorted())
        }
    }

    /// Reads each `*.yaml` of a folder, but not of folders in it; or one file.
    ///
    /// Names that begin with a dot are passed over, so that a folder mounted from a ConfigMap, whose
    /// files are links into such a folder, is read once.
    public static func read(_ path: String) -> Contents {
        var findings: [Diagnostic] = []
        let url = URL(fileURLWithPath: path)
        var files: [MappingRevision.File] = []
        for name in names(in: path, &findings) {
            let file = name.isEmpty ? url : url.appendingPathComponent(name)
            let shown = name.isEmpty ? url.lastPathComponent : name
            if let text = text(of: file, path: shown, &findings) {
                files.append(MappingRevision.File(path: shown, text: text))
            }
        }
        return Contents(files: files, diagnostics: findings.sorted())
    }

    /// The files to read; `""` stands for the path itself when it is a file.
    private static func names(in path: String, _ findings: inout [Diagnostic]) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            findings.append(
                problem(
                    "mapping.no-folder", "the mappings are not there", path,
                    hint: "look at the key mappings of rollcall.yaml"))
            return []
        }
        guard isFolder.boolValue else { return [""] }
        guard let all = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            findings.append(
                problem(
                    "mapping.unreadable", "the folder cannot be listed", path,
                    hint: "look at its permissions"))
            return []
        }
        let visible = all.filter { !$0.hasPrefix(".") }.sorted()
        for name in visible where name.hasSuffix(".yml") {
            findings.append(ignored("file", name, hint: "call it *.yaml"))
        }
        for name in visible where !name.hasSuffix(".yaml") && holdsMappings("\(path)/\(name)") {
            findings.append(
                ignored("folder", name, hint: "put its *.yaml beside the others, and not below"))
        }
        let names = visible.filter { $0.hasSuffix(".yaml") }
        if names.isEmpty {
            findings.append(
                problem("mapping.no-files", "the folder has no *.yaml", path, hint: nil))
        }
        return names
    }

    private static func ignored(_ kind: String, _ name: String, hint: String) -> Diagnostic {
        Diagnostic(
            .warning, "mapping.ignored-\(kind)", "the \(kind) is not read",
            at: .file(path: name, line: nil, column: nil), hint: hint)
    }

    /// Whether it is a folder, and what looks like mapping files is somewhere in it.
    private static func holdsMappings(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
            && (FileManager.default.subpaths(atPath: path) ?? []).contains {
                $0.hasSuffix(".yaml") || $0.hasSuffix(".yml")
            }
    }

    private static func text(
        of file: URL, path: String, _ findings: inout [Diagnostic]
    ) -> String? {
        guard let bytes = try? Data(contentsOf: file) else {
            findings.append(
                problem(
                    "mapping.unreadable", "the file cannot be read", path,
                    hint: "look at its permissions"))
            return nil
        }
        return YAMLText.decode(bytes, path: path, findings: &findings)?.text
    }

    private static func problem(
        _ code: String, _ message: String, _ path: String, hint: String?
    ) -> Diagnostic {
        Diagnostic(
            .error, code, message, at: .file(path: path, line: nil, column: nil), hint: hint)
    }
}

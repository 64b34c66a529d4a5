import Directory

/// The mapping files as they were at one evaluation; kept with the run, so that an explanation can
/// always name file and line, and rules can be evaluated again as they were.
public struct MappingRevision: Sendable, Hashable, Codable {
    /// One file. **Shape:** `path` is relative to the mappings folder, with `/`.
    public struct File: Sendable, Hashable, Codable {
        public let path: String
        public let text: String

        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// Where a rule or exception stands.
    public struct Rule: Sendable, Hashable, Codable {
        public let reference: RuleReference
        public let title: String
        public let file: String
        /// **Units:** 1-based.
        public let line: Int

        public init(reference: RuleReference, title: String, file: String, line: Int) {
            self.reference = reference
            self.title = title
            self.file = file
            self.line = line
        }
    }

    /// SHA-256 over the files' paths and texts.
    public let digest: Digest
    /// **Shape:** sorted by path.
    public let files: [File]
    /// **Shape:** rules, then exceptions, each sorted by id.
    public let rules: [Rule]
    /// **Shape:** sorted by id.
    public let roles: [Role]

    public init(files: [File], rules: [Rule], roles: [Role]) {
        self.files = files
        self.rules = rules
        self.roles = roles
        digest = Digest(
            of: CanonicalJSON.bytes(
                of: .array(files.map { ["path": .string($0.path), "text": .string($0.text)] })))
    }
}

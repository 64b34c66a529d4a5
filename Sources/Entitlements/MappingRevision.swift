import Directory

/// The mapping files as they were at one evaluation; kept with the run, so that an explanation can
/// always name file and line, and rules can be evaluated again as they were.
public struct MappingRevision: Sendable, Hashable {
    /// One file. **Shape:** `path` is relative to the mappings folder, with `/`.
    public struct File: Sendable, Hashable {
        /// Relative to the mappings folder.
        public let path: String
        /// The whole file, comments too.
        public let text: String

        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// Where a rule or exception stands.
    public struct Rule: Sendable, Hashable {
        /// Which rule or exception, in which wording.
        public let reference: RuleReference
        /// For people; an exception's is its reason.
        public let title: String
        /// A ``File/path``.
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

    /// Computes the digest. All three as the properties say.
    public init(files: [File], rules: [Rule], roles: [Role]) {
        self.files = files
        self.rules = rules
        self.roles = roles
        digest = Digest(
            of: CanonicalJSON.bytes(
                of: .array(files.map { ["path": .string($0.path), "text": .string($0.text)] })))
    }
}

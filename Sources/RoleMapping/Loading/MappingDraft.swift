import Diagnostics
import Directory
import Entitlements

/// What the files said so far, right or wrong, while they are read.
struct MappingDraft {
    /// In the order of the files, as everything here; only what could be read whole.
    var roles: [(role: Role, place: Place)] = []
    var rules: [Rule] = []
    var exceptions: [RuleException] = []
    var conflicts: [(conflict: Conflict, place: Place)] = []
    var tests: [MappingTest] = []
    var lanes: [Lane] = []
    /// Every id that stands anywhere, also of things that could not be read further.
    var ids: [(kind: IDKind, id: String, place: Place)] = []
    /// Every mention of a role.
    var mentions: [(role: RoleID, place: Place)] = []
    /// What was wrong, in the order in which it was found.
    var findings: [Diagnostic] = []

    /// What an id names; ids of one kind are unique over all files.
    enum IDKind: String {
        case role
        /// Rules and exceptions: a change names both by id alone.
        case rule
        case conflict, lane
    }

    private static let keys = [
        "formatVersion", "roles", "rules", "exceptions", "conflicts", "tests", "review",
    ]

    /// Takes everything that one file says.
    mutating func read(_ file: MappingRevision.File) {
        let reader = YAMLReader(path: file.path, text: file.text)
        defer { findings += reader.findings }
        guard let root = reader.root?.mapping(keys: Self.keys) else { return }
        readFormatVersion(root)
        for value in root.list("roles") { readRole(value) }
        for value in root.list("rules") { readRule(value) }
        for value in root.list("exceptions") { readException(value) }
        for value in root.list("conflicts") { readConflict(value) }
        for value in root.list("tests") { readTest(value) }
        let review = root["review"]?.mapping(keys: ["lanes"])
        for value in review?.list("lanes") ?? [] { readLane(value) }
    }

    private func readFormatVersion(_ root: YAMLMapping) {
        guard let value = root.required("formatVersion"), let text = value.string(), text != "1"
        else { return }
        value.report(
            "mapping.format-version", "this is no format that Rollcall can read",
            hint: "write formatVersion: 1")
    }

    // MARK: What several sections share

    /// An id: letters, digits, `.`, `-` and `_`, so that it needs no quotes anywhere.
    mutating func readID(_ mapping: YAMLMapping, _ kind: IDKind) -> String? {
        guard let value = mapping.required("id"), let id = value.string() else { return nil }
        guard id.utf8.count <= 100, id.allSatisfy(Self.isAllowedInID) else {
            value.report(
                "mapping.id", "an id has letters, digits, dots, hyphens and underscores only")
            return nil
        }
        ids.append((kind, id, value.place))
        return id
    }

    private static func isAllowedInID(_ letter: Character) -> Bool {
        letter.isASCII && (letter.isLetter || letter.isNumber || "-_.".contains(letter))
    }

    /// A mention of a role, which must be defined somewhere.
    mutating func readRoleName(_ value: YAMLValue?) -> RoleID? {
        guard let value, let name = value.string() else { return nil }
        mentions.append((RoleID(name), value.place))
        return RoleID(name)
    }

    /// The title, or the id where somebody was in a hurry.
    func readTitle(_ mapping: YAMLMapping, or id: String?) -> String? {
        if let title = mapping["title"] { return title.string() }
        mapping.value.report(
            "mapping.no-title", "there is no title", severity: .warning,
            hint: "reviewers read it: say in a few words what it is for")
        return id
    }

    /// A scope; what is wrong with it is reported at its place in the file.
    func readScope(_ value: YAMLValue?) -> ScopeTemplate? {
        guard let value, let text = value.string() else { return nil }
        do {
            return try ScopeTemplate(parsing: text)
        } catch {
            value.reader.report(
                .error, error.code, error.message, at: value.place(ofCharacter: error.offset),
                hint: error.hint)
            return nil
        }
    }

    /// `{role, scope}`, one or a list of them.
    mutating func readGrants(_ value: YAMLValue?) -> [Grant]? {
        guard let value else { return nil }
        let elements = value.listOrOne()
        if elements.isEmpty { value.report("mapping.grants-nothing", "the list is empty") }
        let grants = elements.compactMap { readGrant($0) }
        return grants.count == elements.count && !grants.isEmpty ? grants : nil
    }

    private mutating func readGrant(_ value: YAMLValue) -> Grant? {
        guard let mapping = value.mapping(keys: ["role", "scope"]) else { return nil }
        let role = readRoleName(mapping.required("role"))
        let scope = readScope(mapping.required("scope"))
        guard let role, let scope else { return nil }
        return Grant(role: role, scope: scope, place: value.place)
    }
}

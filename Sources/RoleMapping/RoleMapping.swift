import Diagnostics
import Entitlements

/// What all mapping files of a folder say together: which roles there are, who gets them, and how
/// changes are decided.
///
/// A value exists only when the files have no error.
public struct RoleMapping: Sendable {
    /// **Shape:** sorted by id, unique.
    public let roles: [Role]
    /// **Shape:** sorted by id, unique; also together with ``exceptions``.
    public let rules: [Rule]
    /// **Shape:** sorted by id, unique.
    public let exceptions: [RuleException]
    /// **Shape:** sorted by id, unique.
    public let conflicts: [Conflict]
    /// **Shape:** in the order of the files, sorted by path, and of the lines in them.
    public let tests: [MappingTest]
    /// **Shape:** as ``tests``; the first that matches decides.
    public let lanes: [Lane]
    /// The files, and where each rule stands in them.
    public let revision: MappingRevision
    /// Where each role stands.
    let rolePlaces: [RoleID: Place]

    /// Reads mapping files, and everything that can be said of them without a directory.
    /// - Parameter files: in any order; ids are unique over all of them.
    public static func load(_ files: [MappingRevision.File]) -> LoadedMapping {
        var draft = MappingDraft()
        let sorted = files.sorted { $0.path < $1.path }
        for file in sorted { draft.read(file) }
        draft.check()
        let diagnostics = draft.findings.sorted()
        let isSound = !diagnostics.contains { $0.severity == .error }
        return LoadedMapping(
            mapping: isSound ? RoleMapping(draft, files: sorted) : nil, diagnostics: diagnostics)
    }

    private init(_ draft: MappingDraft, files: [MappingRevision.File]) {
        roles = draft.roles.map(\.role).sorted { $0.id < $1.id }
        rules = draft.rules.sorted { $0.id < $1.id }
        exceptions = draft.exceptions.sorted { $0.id < $1.id }
        conflicts = draft.conflicts.map(\.conflict).sorted { $0.id < $1.id }
        tests = draft.tests
        lanes = draft.lanes
        rolePlaces = Dictionary(
            draft.roles.map { ($0.role.id, $0.place) }, uniquingKeysWith: { first, _ in first })
        let references =
            rules.map { MappingRevision.Rule($0.reference, title: $0.title, at: $0.place) }
            + exceptions.map { MappingRevision.Rule($0.reference, title: $0.title, at: $0.place) }
        revision = MappingRevision(files: files, rules: references, roles: roles)
    }
}

/// What reading mapping files gave.
public struct LoadedMapping: Sendable {
    /// nil when there is any error among the findings.
    public let mapping: RoleMapping?
    /// **Shape:** sorted.
    public let diagnostics: [Diagnostic]
}

extension MappingRevision.Rule {
    fileprivate init(_ reference: RuleReference, title: String, at place: Place) {
        let (file, line) = place.fileAndLine
        self.init(reference: reference, title: title, file: file, line: line)
    }
}

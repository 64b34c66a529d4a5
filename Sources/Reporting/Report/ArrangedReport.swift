import Diagnostics
import Directory
import Entitlements

/// A report made ready for being written: the changes in their order of reading, each with its person
/// and its guards, and the sums that every rendering shows.
struct ArrangedReport: Sendable {
    /// One change and what is known about it elsewhere in the report.
    struct Row: Sendable {
        let reported: ReportedChange
        /// Whose access would change.
        let person: ReportedPerson
        /// Tripped guards that name this change. **Units:** indices into the report's guards.
        let guards: [Int]
        /// Decides where in the report it stands.
        let attention: Attention
        /// What the run found odd about the person's entry, or a group on the way to the rule.
        let findings: [Diagnostic]

        var change: Change { reported.change }
    }

    /// Why a change is read before others. **Shape:** the gravest first.
    enum Attention: Int, Sendable, Comparable {
        case privilegedAndFlagged, privileged, flagged, sensitive, ordinary

        static func < (left: Attention, right: Attention) -> Bool {
            left.rawValue < right.rawValue
        }

        /// Whether it stands in the part that asks for a close look.
        var isRisky: Bool { self <= .flagged }
    }

    let report: ChangeSetReport
    /// **Shape:** by attention, tier (gravest first), revokes before grants, login, role, scope, id.
    let rows: [Row]
    /// **Shape:** the gravest tier first, then by role; those of which nothing changes too.
    let roles: [RoleBalance]
    private let people: [PersonID: Int]
    private let rules: [String: MappingRevision.Rule]

    /// - Complexity: a sort of the changes
    init(_ report: ChangeSetReport) {
        self.report = report
        let people = Dictionary(
            report.people.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let guards = Self.guardsByChange(report.guards)
        let findings = Dictionary(grouping: report.diagnostics, by: \.entry)
        rows = report.changes.map { reported in
            let id = reported.change.entitlement.person
            let concerned = guards[reported.id] ?? []
            let person = people[id].map { report.people[$0] } ?? .unknown(id)
            let entries = Set([person.entry].compactMap(\.self) + reported.groupEntries)
            return Row(
                reported: reported, person: person, guards: concerned,
                attention: Self.attention(reported, isGuarded: !concerned.isEmpty),
                findings: entries.flatMap { findings[$0] ?? [] }.sorted())
        }.sorted(by: Self.precedes)
        roles = RoleBalance.all(
            of: report.population.roles,
            after: report.changes.lazy.map { ($0.role, $0.change.action) })
        self.people = people
        rules = Dictionary(
            report.rules.map { ($0.reference.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The person's place in the report's people; nil for somebody of whom only the id is known.
    func index(of person: PersonID) -> Int? { people[person] }

    /// Where a rule that a reason names stands: as it was when it granted, else as it is now.
    func rule(_ id: String, of row: Row) -> RulePlace {
        if let origin = row.reported.derivations.first(where: { $0.derivation.origin.id == id }) {
            return RulePlace(
                kind: origin.derivation.origin.kind, id: id, title: origin.title,
                file: origin.file, line: origin.line)
        }
        let rule = rules[id]
        return RulePlace(
            kind: rule?.reference.kind ?? .rule, id: id, title: rule?.title, file: rule?.file,
            line: rule?.line)
    }

    private static func guardsByChange(_ guards: [ReportedGuard]) -> [ChangeID: [Int]] {
        var byChange: [ChangeID: [Int]] = [:]
        for (index, reported) in guards.enumerated() where reported.isTripped {
            for change in reported.finding.changes { byChange[change, default: []].append(index) }
        }
        return byChange
    }

    private static func attention(_ reported: ReportedChange, isGuarded: Bool) -> Attention {
        let isFlagged = isGuarded || !reported.conflicts.isEmpty
        return switch (reported.change.tier, isFlagged) {
        case (.privileged, true): .privilegedAndFlagged
        case (.privileged, false): .privileged
        case (_, true): .flagged
        case (.sensitive, false): .sensitive
        case (.standard, false): .ordinary
        }
    }

    private static func precedes(_ left: Row, _ right: Row) -> Bool {
        if left.attention != right.attention { return left.attention < right.attention }
        if left.change.tier != right.change.tier { return left.change.tier > right.change.tier }
        if left.change.action != right.change.action { return left.change.action == .revoke }
        if left.person.userName != right.person.userName {
            return left.person.userName < right.person.userName
        }
        if left.change.entitlement.role != right.change.entitlement.role {
            return left.change.entitlement.role < right.change.entitlement.role
        }
        return (left.reported.scope, left.reported.id) < (right.reported.scope, right.reported.id)
    }
}

extension Diagnostic {
    /// The entry that it is about; nil when it is about none.
    fileprivate var entry: String? {
        guard case .entry(source: _, let entry) = place else { return nil }
        return entry
    }
}

extension ReportedChange {
    /// The groups on the ways to the rule, as findings name them.
    fileprivate var groupEntries: [String] {
        derivations.flatMap(\.derivation.evidence).flatMap(\.paths).joined().map(\.label)
    }
}

/// A rule or exception that a reason names, with its place where that is known.
struct RulePlace: Sendable, Hashable {
    /// `rule` where nothing is known of it.
    let kind: RuleReference.Kind
    /// As the reason names it.
    let id: String
    /// nil when the place is not known.
    let title: String?
    /// Relative to the mappings folder.
    let file: String?
    /// **Units:** 1-based.
    let line: Int?

    /// `builder.yaml:12`; nil when the place is not known.
    var place: String? {
        guard let file else { return nil }
        return line.map { "\(file):\($0)" } ?? file
    }
}

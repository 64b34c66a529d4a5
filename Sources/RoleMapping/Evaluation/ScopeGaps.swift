import Diagnostics
import Directory
import Entitlements

/// Whom a condition matched without a scope to give the role in: counted by grant, so that a missing
/// attribute is one finding and not one for each person.
public struct ScopeGaps: Sendable {
    /// **Units:** people that are named of each role and gap, as notes of their own.
    private static let named = 3

    /// One grant, where it stands, comes to nothing for one reason.
    fileprivate struct GrantGap: Hashable {
        let place: Place
        let role: RoleID
        let gap: BoundGrant.Gap
    }

    /// People do not get a role for one reason, by whichever grant: they are named one by one.
    fileprivate struct RoleGap: Hashable {
        let role: RoleID
        let gap: BoundGrant.Gap
    }

    private var counts: [GrantGap: Int] = [:]
    /// **Shape:** unique, in the order in which they were added.
    private var people: [RoleGap: [PersonIndex]] = [:]

    init() {}

    /// Counts one person, all of whose gaps are added one after another.
    mutating func add(_ gap: BoundGrant.Gap, of grant: Grant, for person: PersonIndex) {
        counts[GrantGap(place: grant.place, role: grant.role, gap: gap), default: 0] += 1
        // A wrong login in the file is nobody's fault but the file's.
        guard gap.isPersonal else { return }
        let key = RoleGap(role: grant.role, gap: gap)
        if people[key]?.last != person { people[key, default: []].append(person) }
    }

    /// One finding for each grant and gap, and notes that name the first people. **Shape:** in no
    /// order.
    func findings(_ snapshot: DirectorySnapshot) -> [Diagnostic] {
        counts.map { $0.finding($1) }
            + people.flatMap { key, people in
                key.notes(people, snapshot, most: Self.named)
            }
    }
}

// MARK: Of an organisation, by a part of it

extension ScopeGaps {
    /// Adds how many people come to nothing, by grant and by role.
    public func add(to totals: inout Totals) {
        for (key, count) in counts { totals.add(count, to: .withoutScope, key.subject) }
        for (key, people) in people { totals.add(people.count, to: .withoutRole, key.subject) }
    }

    /// The findings about an organisation, when those about a part of it are others now.
    /// - Parameters:
    ///   - former: about the organisation, as it was; those that are not of this kind are left out.
    ///   - totals: over the organisation, as it was.
    ///   - before: about the part as it was, and its snapshot; `now` likewise.
    /// - Returns: nil when only a look at everybody can tell.
    public static func findings(
        in former: [Diagnostic], _ totals: Totals,
        exchanging before: (gaps: ScopeGaps, snapshot: DirectorySnapshot),
        for now: (gaps: ScopeGaps, snapshot: DirectorySnapshot)
    ) -> [Diagnostic]? {
        var findings = Set(former)
        for key in Set(before.gaps.counts.keys).union(now.gaps.counts.keys) {
            let was = totals[.withoutScope, key.subject]
            if was > 0, findings.remove(key.finding(was)) == nil { return nil }
            let count =
                was - (before.gaps.counts[key] ?? 0) + (now.gaps.counts[key] ?? 0)
            if count > 0 { findings.insert(key.finding(count)) }
        }
        for key in Set(before.gaps.people.keys).union(now.gaps.people.keys) {
            let shown = findings.filter { $0.message == key.note }
            let notes = (
                before: key.notes(before.gaps.people[key] ?? [], before.snapshot),
                now: key.notes(now.gaps.people[key] ?? [], now.snapshot)
            )
            let gone = Set(notes.before).subtracting(notes.now)
            let hidden = totals[.withoutRole, key.subject] - shown.count
            // Who would be named in place of somebody named is not known.
            guard hidden == 0 || hidden > 0 && gone.isDisjoint(with: shown) else { return nil }
            findings.subtract(shown)
            findings.formUnion(
                shown.subtracting(gone).union(notes.now).sorted().prefix(named))
        }
        return Array(findings)
    }

    /// Whether the finding may be one of these.
    public static func isOne(_ finding: Diagnostic) -> Bool {
        BoundGrant.Gap.codes.contains(finding.code)
    }
}

extension ScopeGaps.GrantGap {
    fileprivate var subject: String { "\(place) \(role) \(gap.reason)" }

    func finding(_ count: Int) -> Diagnostic {
        let people = count == 1 ? "1 person does" : "\(count) people do"
        return Diagnostic(
            .warning, gap.code, "\(people) not get \(role): \(gap.reason)", at: place,
            hint: gap.hint)
    }
}

extension ScopeGaps.RoleGap {
    var subject: String { "\(role) \(gap.reason)" }

    /// What is said of each of them.
    var note: String { "does not get \(role): \(gap.reason)" }

    /// The first of them. **Shape:** sorted, unique.
    func notes(
        _ people: [PersonIndex], _ snapshot: DirectorySnapshot, most: Int = .max
    ) -> [Diagnostic] {
        var first: [Diagnostic] = []
        for person in people {
            let record = snapshot.people[Int(person)]
            let note = Diagnostic(
                .note, gap.code, note,
                at: .entry(
                    source: record.accounts.first?.source.rawValue ?? "", entry: record.label))
            if first.count >= most, let last = first.last, last <= note { continue }
            let place = first.partitionPoint { $0 < note }
            if place < first.count, first[place] == note { continue }
            first.insert(note, at: place)
            if first.count > most { first.removeLast() }
        }
        return first
    }
}

extension BoundGrant.Gap {
    /// Of all gaps.
    static let codes: Set = [
        "mapping.scope-without-value", "mapping.unknown-person", "mapping.ambiguous-person",
    ]

    /// See ``Diagnostic/code``; one of ``codes``.
    var code: String {
        switch self {
        case .attribute, .noManager: "mapping.scope-without-value"
        case .unknownPerson: "mapping.unknown-person"
        case .ambiguousPerson: "mapping.ambiguous-person"
        }
    }

    /// Half a sentence.
    var reason: String {
        switch self {
        case .attribute(let attribute): "the scope needs \(attribute.path), which is absent"
        case .noManager: "the scope needs a manager, and there is none"
        case .unknownPerson: "nobody has the login that the scope names"
        case .ambiguousPerson: "several people have the login that the scope names"
        }
    }

    fileprivate var hint: String? {
        switch self {
        case .attribute(let attribute):
            "add the value in the directory, or \(attribute.path) pr to the condition"
        case .noManager: "add manager pr to the condition"
        case .unknownPerson, .ambiguousPerson: nil
        }
    }

    fileprivate var isPersonal: Bool {
        switch self {
        case .attribute, .noManager: true
        case .unknownPerson, .ambiguousPerson: false
        }
    }
}

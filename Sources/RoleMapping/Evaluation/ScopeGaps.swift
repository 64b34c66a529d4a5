import Diagnostics
import Directory
import Entitlements

/// Whom a condition matched without a scope to give the role in: counted by grant, so that a missing
/// attribute is one finding and not one for each person.
struct ScopeGaps {
    /// **Units:** people that are named, as notes of their own.
    private static let named = 3

    private struct Key: Hashable {
        let place: Place
        let gap: BoundGrant.Gap
    }

    private struct Count {
        let grant: Grant
        var people: Int = 0
        var first: [PersonIndex] = []
    }

    private var counts: [Key: Count] = [:]

    /// Counts one person.
    mutating func add(_ gap: BoundGrant.Gap, of grant: Grant, for person: PersonIndex) {
        let key = Key(place: grant.place, gap: gap)
        var count = counts.removeValue(forKey: key) ?? Count(grant: grant)
        count.people += 1
        if count.first.count < Self.named { count.first.append(person) }
        counts[key] = count
    }

    /// One finding for each grant and gap, with notes that name the first people. **Shape:** in no
    /// order.
    func findings(_ snapshot: DirectorySnapshot) -> [Diagnostic] {
        counts.flatMap { key, count in finding(key, count, snapshot) }
    }

    private func finding(
        _ key: Key, _ count: Count, _ snapshot: DirectorySnapshot
    ) -> [Diagnostic] {
        let role = count.grant.role
        let people = count.people == 1 ? "1 person does" : "\(count.people) people do"
        let whole = Diagnostic(
            .warning, key.gap.code, "\(people) not get \(role): \(key.gap.reason)", at: key.place,
            hint: key.gap.hint)
        // A wrong login in the file is nobody's fault but the file's.
        guard key.gap.isPersonal else { return [whole] }
        let notes = count.first.map { person in
            let record = snapshot.people[Int(person)]
            return Diagnostic(
                .note, key.gap.code, "does not get \(role): \(key.gap.reason)",
                at: .entry(
                    source: record.accounts.first?.source.rawValue ?? "", entry: record.label))
        }
        return [whole] + notes
    }
}

extension BoundGrant.Gap {
    /// See ``Diagnostic/code``.
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

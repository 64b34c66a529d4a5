import Directory
import Entitlements
import SCIMFilter

/// Every way of being granted once: many people share a derivation, so it is looked up by the facts
/// it is made of, and made only when they are new.
struct DerivationTable {
    private let writer: EvidenceWriter
    private let snapshot: DirectorySnapshot
    /// By position; in the order in which they were first met.
    private(set) var derivations: [Derivation] = []
    /// By ``key``.
    private var positions: [[Int32]: Int32] = [:]
    /// Numbers for texts, so that keys are numbers alone.
    private var texts: [String: Int32] = [:]
    /// Built in place: most look-ups find something, and then allocate nothing.
    private var key: [Int32] = []

    init(_ snapshot: DirectorySnapshot) {
        self.snapshot = snapshot
        writer = EvidenceWriter(snapshot: snapshot)
    }

    /// The position of an exception's derivation.
    mutating func position(of exception: RuleReference) -> Int32 {
        derivations.append(Derivation(origin: exception, evidence: []))
        return Int32(derivations.count - 1)
    }

    /// The position of the derivation by which a rule grants.
    /// - Parameters:
    ///   - number: the rule's own, for the key.
    ///   - matches: what made the rule's condition true for the person.
    mutating func position(
        of rule: BoundMapping.BoundRule, number: Int, matches: [FilterMatch], person: PersonIndex
    ) -> Int32 {
        key.removeAll(keepingCapacity: true)
        key.append(Int32(number))
        for match in matches { appendKey(of: match, person) }
        if let position = positions[key] { return position }
        let evidence = matches.map { writer.evidence(for: $0, of: person) }
        let position = Int32(derivations.count)
        derivations.append(Derivation(origin: rule.rule.reference, evidence: evidence))
        positions[key] = position
        return position
    }

    /// Everything that ``EvidenceWriter`` looks at.
    private mutating func appendKey(of match: FilterMatch, _ person: PersonIndex) {
        key.append(Int32(match.column))
        key.append(Int32(match.attribute.rawValue))
        key.append(Int32(match.element ?? -1))
        key.append(match.value.map { number(of: $0) } ?? -1)
        switch match.attribute {
        case .groupsValue, .groupsDisplay, .groupsDN, .groupsType:
            guard let group = match.element else { return }
            for direct in snapshot.memberships.directGroups(of: person)
            where snapshot.memberships.contains(GroupIndex(group), group: direct) {
                key.append(direct)
            }
        case .managers, .managerValue, .managerDisplayName:
            key.append(snapshot.reportingLines.manager(of: person) ?? -1)
        default:
            key.append(Int32(writer.source(of: match, of: person) ?? -1))
        }
        // Lists of groups have no fixed length.
        key.append(-2)
    }

    private mutating func number(of text: String) -> Int32 {
        if let number = texts[text] { return number }
        let number = Int32(texts.count)
        texts[text] = number
        return number
    }

    /// The derivations at these positions, in the order of their digests, and where each went.
    func sorted(
        keeping used: some Sequence<Int32>
    ) -> (derivations: [Derivation], positions: [Int32]) {
        var isUsed = [Bool](repeating: false, count: derivations.count)
        for position in used { isUsed[Int(position)] = true }
        let order = derivations.indices.filter { isUsed[$0] }
            .sorted { derivations[$0].digest < derivations[$1].digest }
        var sorted: [Derivation] = []
        sorted.reserveCapacity(order.count)
        var positions = [Int32](repeating: 0, count: derivations.count)
        for position in order {
            if sorted.last?.digest != derivations[position].digest {
                sorted.append(derivations[position])
            }
            positions[position] = Int32(sorted.count - 1)
        }
        return (sorted, positions)
    }
}

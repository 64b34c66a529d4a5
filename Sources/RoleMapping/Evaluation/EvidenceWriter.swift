import Directory
import Entitlements
import SCIMFilter

/// Turns the part of a condition that matched into evidence: where the value came from, and by which
/// ways somebody is in a group or below a manager.
struct EvidenceWriter {
    /// **Units:** paths; a person in more ways than these is told so.
    static let pathLimit = 16

    /// Where names, paths and lines are looked up.
    let snapshot: DirectorySnapshot

    /// What a part of a condition matched on, to be kept with the derivation.
    func evidence(for match: FilterMatch, of person: PersonIndex) -> Evidence {
        switch match.attribute {
        case .groupsValue, .groupsDisplay, .groupsDN, .groupsType: inGroup(match, person)
        case .managers, .managerValue, .managerDisplayName: belowManager(match, person)
        default: ofAttribute(match, person)
        }
    }

    /// Which source said so; nil for what no source says, such as `active`.
    func source(of match: FilterMatch, of person: PersonIndex) -> Int? {
        guard let value = match.value else { return nil }
        return snapshot.people[Int(person)].attributes.source(of: match.attribute, value: value)
    }

    private func ofAttribute(_ match: FilterMatch, _ person: PersonIndex) -> Evidence {
        // Where several values may stand, the first that is there says nothing of one that is absent.
        let isAbsence = match.element == nil && match.attribute.definition.isMultiValued
        let source =
            isAbsence ? nil : source(of: match, of: person).map { snapshot.sources[$0] }
        return Evidence(
            condition: match.description, attribute: match.attribute.path,
            value: isAbsence ? nil : match.value, source: source?.id,
            sourceAttribute: source?.attributeNames[match.attribute])
    }

    private func inGroup(_ match: FilterMatch, _ person: PersonIndex) -> Evidence {
        guard let element = match.element else {
            return Evidence(
                condition: match.description, attribute: match.attribute.path, value: match.value)
        }
        let group = snapshot.groups[element]
        let ways = snapshot.memberships.paths(
            from: person, to: GroupIndex(element), limit: Self.pathLimit)
        let source = snapshot.sources.first { $0.id == group.source }
        return Evidence(
            condition: match.description, attribute: match.attribute.path, value: match.value,
            source: group.source, sourceAttribute: source?.attributeNames[match.attribute],
            paths: ways.paths.map { $0.map(step) }, morePaths: ways.isTruncated)
    }

    private func belowManager(_ match: FilterMatch, _ person: PersonIndex) -> Evidence {
        var line: [PersonStep] = []
        var isCut = false
        if let last = match.element.map(PersonIndex.init) {
            var next = snapshot.reportingLines.manager(of: person)
            while let manager = next, manager != last, !isCut {
                line.append(step(toPerson: manager))
                next = snapshot.reportingLines.manager(of: manager)
                isCut = line.count == Self.lineLimit - 1 && next != last
            }
            line.append(step(toPerson: last))
        }
        return Evidence(
            condition: match.description, attribute: match.attribute.path, value: match.value,
            morePaths: isCut, line: line)
    }

    /// **Units:** managers that are kept of one line, the one who matched among them. No organisation
    /// is as deep; an error in the data may be, and everybody in it has a line of their own.
    static let lineLimit = 64

    private func step(toPerson index: PersonIndex) -> PersonStep {
        let record = snapshot.people[Int(index)]
        return PersonStep(id: record.id, userName: record.userName)
    }

    private func step(_ index: GroupIndex) -> GroupStep {
        let group = snapshot.groups[Int(index)]
        return GroupStep(id: group.id, display: group.display, label: group.label)
    }
}

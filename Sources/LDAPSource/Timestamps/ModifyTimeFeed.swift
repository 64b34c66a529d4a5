import Diagnostics
import Directory

/// Changes by `modifyTimestamp`, for servers that cannot be asked for them. Who is deleted shows
/// nowhere: they are gone when everything is read.
enum ModifyTimeFeed: ChangeFeed {
    /// What was changed shortly before comes with each answer.
    static let repeatsItself = true

    static func readWhole(
        into pull: inout DirectoryPull, over connection: Connection
    ) throws -> ModifyTimePosition? {
        // Before anybody is read who stands below them: what moves meanwhile is told once more.
        let containers = try containers(of: pull.configuration, over: connection)
        try pull.readPages(over: connection)
        let position = ModifyTimePosition(
            pull.times, from: pull.start, to: pull.clock(), containers: containers)
        if position == nil { pull.builder.report(noTimes(in: pull.configuration.id)) }
        return position
    }

    private static func noTimes(in source: SourceID) -> Diagnostic {
        Diagnostic(
            .warning, "ldap.no-modify-time",
            "not every entry shows \(ModifyTimes.attribute), so that everything is read each time",
            at: .entry(source: source.rawValue, entry: ""),
            hint: "let the reader see and search it, or write `sync: full`")
    }

    /// What has something below it.
    private static func containers(
        of configuration: LDAPConfiguration, over connection: Connection
    ) throws -> [String: String] {
        var names: [String: String] = [:]
        for search in configuration.containerSearches {
            let found = try EntryList.read(
                search, value: ContainerWatch.attribute, keepsNames: true, of: configuration,
                over: connection)
            for entry in found.entries where !entry.isLeaf {
                names[entry.anchor.rawValue] = entry.name
            }
        }
        return names
    }

    static func readChanges(
        since position: inout ModifyTimePosition, of baseline: ReadingBaseline,
        into pull: inout DirectoryPull, over connection: Connection
    ) throws -> Changes? {
        let recent = LDAPFilter.greaterOrEqual(
            ModifyTimes.attribute, Array(position.since.generalizedTime.utf8))
        for subject in ReadingSubject.allCases {
            let search = SearchRequest(subject, of: pull.configuration).narrowed(to: recent)
            pull.begin(subject, search.description)
            try pull.receive(search, over: connection)
        }
        let witness = Anchor(rawValue: position.witness)
        let isFound = ReadingSubject.allCases.contains {
            $0.rawValue == position.witnessSubject && pull.arrived($0).contains(witness)
        }
        guard isFound else { throw Doubt.timeless }
        var others = OtherEntries(
            in: try baseline.reading(), below: position.containers, of: pull.configuration)
        try others.findLeavers(recent, besides: pull, over: connection)
        try others.findNamesakes(of: &pull, over: connection)
        try others.findLocked(besides: pull, over: connection)
        guard
            let next = ModifyTimePosition(
                pull.times, from: pull.start, to: pull.clock(), containers: others.containers)
        else { throw Doubt.timeless }
        position = next
        return others.changes
    }
}

extension EntryList.Entry {
    /// Whether it says that nothing is below it.
    var isLeaf: Bool { value?.elementsEqual("FALSE".utf8) ?? false }
}

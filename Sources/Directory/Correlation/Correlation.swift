import Diagnostics

/// Makes one organisation of the readings of all sources: accounts become people, references
/// become positions, and what does not fit becomes findings.
///
/// Pure: the same readings and recorded links give the same snapshot, whatever the order of accounts
/// and groups in a reading. Of each code at most 100 findings are kept, and a note with the number
/// of the rest.
public struct Correlation: Sendable {
    /// The findings of one code about an organisation, when those about a part of it are others now.
    /// - Parameters:
    ///   - former: about the organisation, as it was.
    ///   - before: about the part, as it was.
    ///   - now: about the part, as it is.
    /// - Returns: nil when only a look at everybody can tell.
    public static func findings(
        _ code: String, in former: [Diagnostic], exchanging before: [Diagnostic],
        for now: [Diagnostic]
    ) -> [Diagnostic]? {
        FindingList.exchanging(code, in: former, before, for: now)
    }

    /// Of a finding about accounts that the keys would join with different people, none of whom was
    /// recorded before.
    public static let keysDisagreeCode = "correlation.keys-disagree"

    /// By which accounts of different sources are joined, in order.
    public let keys: [Attribute]
    private let authority: Authority

    /// - Parameters:
    ///   - keys: the attributes by which accounts of different sources are joined, the first that
    ///     joins wins. An ambiguous join is a finding, never a guess.
    ///   - authority: who is believed for what.
    public init(keys: [Attribute], authority: Authority) {
        self.keys = keys
        self.authority = authority
    }

    /// What it says, the same for the same: one line a rule.
    public var lines: [String] { keys.map { "key: \($0.path)" } + authority.lines }

    /// - Parameters:
    ///   - readings: one a source, in the order of the configuration. A source without a reading
    ///     contributes nothing and takes nothing away.
    ///   - known: the recorded person of accounts; wins over every key. An account whose person is
    ///     its own key may be left out as long as one source is configured; with several it should be
    ///     named too, so that whoever joins it later becomes that person and not the reverse.
    /// - Complexity: linear in accounts and memberships, for sources in the order of their anchors
    public func snapshot(
        of readings: [SelectedReading], known: [AccountKey: PersonID]
    ) -> DirectorySnapshot {
        let table = AccountTable(readings)
        var join = AccountJoin(table)
        join.join(recorded: known)
        if table.populatedSources > 1 {
            for key in keys { join.join(by: key) }
        }
        var builder = SnapshotBuilder(table, merge: AttributeMerge(table, authority: authority))
        builder.findings = join.findings
        builder.addPeople(join.people())
        builder.addGroups()
        builder.addManagers()
        return builder.snapshot()
    }
}

import Directory
import TestSupport

/// Makes up changes of a directory in which some people always stay, in one group that they never
/// leave, however often both are changed.
struct BusyWriter {
    private var others: DirectoryWriter
    private var number = 0

    /// - Parameter isFaithful: whether nobody leaves.
    init(seed: UInt64, isFaithful: Bool) {
        others = DirectoryWriter(seed: seed, isFaithful: isFaithful, patience: 50)
    }

    /// The first entries.
    mutating func founding() -> String {
        Self.stayers.map { SampleDirectory.joiner($0) }.joined() + others.founding()
            + "dn: \(SampleDirectory.group(Self.group))\nobjectClass: groupOfNames\n"
            + "cn: \(Self.group)\n" + Self.members + "\n"
    }

    /// Change records of so many changes; every third is of those who stay.
    mutating func changes(_ count: Int) -> String { (1...count).map { _ in change() }.joined() }

    private mutating func change() -> String {
        number += 1
        guard number % 3 == 0 else { return others.change() }
        if number % 9 == 0 {
            return "dn: \(SampleDirectory.group(Self.group))\nchangetype: modify\n"
                + "replace: member\n\(Self.members)member: \(others.somebody())\n\n"
        }
        return SampleDirectory.replace(
            "title", of: SampleDirectory.dn(others.random.pick(Self.stayers)),
            with: "Title \(number)")
    }

    /// Those of them who are not in the reading, or not in their group.
    static func missing(in reading: SourceReading) -> [String] {
        let group = reading.group(group)
        let members = Set(
            (group?.accounts ?? []).compactMap {
                reading.accounts[Int($0)].attributes[.userName]
            })
        return stayers.filter { !members.contains($0) }
    }

    private static let stayers = (1...30).map { "stayer\($0)" }
    private static let group = "stayers"
    private static let members = stayers.map { "member: \(SampleDirectory.dn($0))\n" }.joined()
}

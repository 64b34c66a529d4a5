import Directory
import Foundation
import LDAPSource
import TestSupport
import Testing

/// A directory that somebody changes and changes, followed all the while.
struct LongFollowingTests {
    /// **Units:** changes; `ROLLCALL_SYNC_CHANGES` gives another number, for a long run.
    private static let changes =
        ProcessInfo.processInfo.environment["ROLLCALL_SYNC_CHANGES"].flatMap { Int($0) } ?? 600

    @Test(arguments: RefreshTests.settings, [true, false])
    func `after many changes what is put together is what a whole reading finds`(
        setting: RefreshTests.Setting, inParts: Bool
    ) async throws {
        let server = try SlapdServer(setting.options, ldif: SampleDirectory.base)
        var writer = DirectoryWriter(seed: UInt64(setting.testDescription.utf8.count))
        try server.modify(ldif: writer.founding())
        var directory = try await FollowedDirectory(SampleDirectory.followed(server.url))
        directory.inParts = inParts
        var done = 0
        var rounds = 0
        while done < Self.changes / RefreshTests.settings.count {
            let count = writer.random.below(12)
            for _ in 0..<count { try server.modify(ldif: writer.change()) }
            done += max(count, 1)
            rounds += 1
            if writer.random.once(in: 8) {
                server.stop()
                try server.start()
            }
            _ = try await directory.follow()
            #expect(directory.last.reasonCodes.isEmpty, "round \(rounds)")
            try await directory.expectIsTrue(isLate: setting.isLate)
        }
        #expect((directory.partial > 0) == inParts)
    }
}

/// Makes up changes of one directory, of which it remembers the names.
struct DirectoryWriter {
    var random: SplitMix64
    /// Whether nobody leaves, and no group ends.
    private let isFaithful: Bool
    /// Once in how many times that is done for which everything may have to be read: units change, and
    /// groups name somebody who is not there.
    private let patience: Int
    private var number = 0
    private var people: [String] = []
    private var groups: [String] = []
    private var units = ["ou=People,dc=example,dc=org"]

    init(seed: UInt64, isFaithful: Bool = false, patience: Int = 1) {
        random = SplitMix64(seed: seed)
        self.isFaithful = isFaithful
        self.patience = patience
    }

    /// The first entries.
    mutating func founding() -> String {
        (1...4).map { _ in unit() }.joined() + (1...40).map { _ in joiner() }.joined()
            + (1...10).map { _ in group() }.joined()
    }

    /// Change records of one change.
    mutating func change() -> String {
        switch random.below(40) {
        case 8..<12 where people.count > 5 && !isFaithful: leave(\.people)
        case 12..<17: rename(\.people, attribute: "uid")
        case 17..<20: move()
        case 20..<24:
            SampleDirectory.replace("title", of: random.pick(people), with: "Title \(fresh())")
        case 24..<27:
            SampleDirectory.replace(
                "manager", of: random.pick(people), with: random.pick(people))
        case 27..<35:
            "dn: \(random.pick(groups))\nchangetype: modify\nreplace: member\n\(members())\n"
        case 35: group()
        case 36 where groups.count > 4 && !isFaithful: leave(\.groups)
        case 37: rename(\.groups, attribute: "cn")
        case 38 where isTime(): unit()
        case 39 where isTime(): renameUnit()
        default: joiner()
        }
    }

    /// One of those who are there.
    mutating func somebody() -> String { random.pick(people) }

    private mutating func isTime() -> Bool { patience == 1 || random.once(in: patience) }

    private mutating func fresh() -> Int {
        number += 1
        return number
    }

    /// Some who are there, perhaps a group, and somebody who may yet come, in another spelling.
    private mutating func members() -> String {
        var members = Set((0...random.below(6)).map { _ in random.pick(people) })
        if !groups.isEmpty { members.insert(random.pick(groups)) }
        if isTime() {
            members.insert("UID=u\(number + 1 + random.below(5)),\(random.pick(units))")
        }
        return members.sorted().map { "member: \($0)\n" }.joined()
    }

    private mutating func joiner() -> String {
        let uid = "u\(fresh())"
        let unit = random.pick(units)
        people.append("uid=\(uid),\(unit)")
        return SampleDirectory.joiner(uid, below: unit)
    }

    private mutating func group() -> String {
        let name = "g\(fresh())"
        let members = members()
        groups.append(SampleDirectory.group(name))
        return "dn: \(SampleDirectory.group(name))\nobjectClass: groupOfNames\ncn: \(name)\n"
            + members + "\n"
    }

    private mutating func leave(_ names: WritableKeyPath<Self, [String]>) -> String {
        let index = random.below(self[keyPath: names].count)
        return SampleDirectory.remove(self[keyPath: names].remove(at: index))
    }

    private mutating func rename(
        _ names: WritableKeyPath<Self, [String]>, attribute: String
    ) -> String {
        let index = random.below(self[keyPath: names].count)
        let old = self[keyPath: names][index]
        let name = "\(attribute)=r\(fresh())"
        self[keyPath: names][index] = "\(name),\(old.drop { $0 != "," }.dropFirst())"
        return SampleDirectory.rename(old, to: name)
    }

    private mutating func move() -> String {
        let index = random.below(people.count)
        let name = String(people[index].prefix { $0 != "," })
        let unit = random.pick(units)
        defer { people[index] = "\(name),\(unit)" }
        return people[index] == "\(name),\(unit)"
            ? SampleDirectory.replace("title", of: people[index], with: "Stays")
            : SampleDirectory.rename(people[index], to: name, below: unit)
    }

    private mutating func unit() -> String {
        let name = "unit\(fresh())"
        defer { units.append("ou=\(name),\(units[0])") }
        return SampleDirectory.unit(name, below: units[0])
    }

    private mutating func renameUnit() -> String {
        let index = 1 + random.below(units.count - 1)
        let old = units[index]
        let new = "ou=unit\(fresh()),\(units[0])"
        units[index] = new
        people = people.map { $0.hasSuffix("," + old) ? $0.dropLast(old.count) + new : $0 }
        return SampleDirectory.rename(old, to: String(new.prefix { $0 != "," }))
    }
}

import Directory
import Foundation
import LDAPSource
import TestSupport
import Testing

/// A domain that somebody changes and changes, followed all the while.
extension DirSyncTests {
    /// **Units:** changes; `ROLLCALL_SYNC_CHANGES` gives another number, for a long run.
    private static let changes =
        ProcessInfo.processInfo.environment["ROLLCALL_SYNC_CHANGES"].flatMap { Int($0) } ?? 400

    @Test(arguments: DomainSite.Reader.allCases)
    func `after many changes of a domain what is put together is what a whole reading finds`(
        reader: DomainSite.Reader
    ) async throws {
        let site = try await DomainSite("Long-\(reader)")
        var writer = DomainWriter(
            site, seed: reader == .member ? 3 : 4, seesDeleted: reader == .administrator)
        try site.domain.modify(ldif: writer.founding())
        try writer.readNumbers()
        var directory = try await FollowedDirectory(site.configuration(reader))
        var (done, rounds, changed) = (0, 0, 0)
        while done < Self.changes / DomainSite.Reader.allCases.count {
            let count = 1 + writer.random.below(12)
            try site.domain.modify(ldif: (0..<count).map { _ in writer.change() }.joined())
            done += count
            rounds += 1
            if try await directory.follow() == .changed { changed += 1 }
            #expect(directory.last.reasonCodes.isEmpty, "round \(rounds)")
            try await directory.expectIsTrue()
        }
        // All but those in which something was renamed with people below it.
        #expect(changed * 2 > rounds)
    }
}

/// Makes up changes of a part of a domain, of which it remembers the names.
struct DomainWriter {
    var random: SplitMix64
    private let site: DomainSite
    private let away: String
    /// Whether those who are not read may be deleted: other readers never hear of it.
    private let seesDeleted: Bool
    private var number = 0
    private var people: [String] = []
    private var groups: [String] = []
    private var units: [String]
    /// Those who are not read.
    private var strangers: [String] = []
    /// By the group's name; those that are there from the beginning, and stay.
    private var members: [String: Set<String>] = [:]
    private var standings: [String: Standing] = [:]
    private var numbers: [UInt32] = [513]
    private var firsts: [String] = []

    init(_ site: DomainSite, seed: UInt64, seesDeleted: Bool) {
        self.site = site
        self.seesDeleted = seesDeleted
        random = SplitMix64(seed: seed)
        units = [site.unit]
        away = "OU=Away-\(site.name),\(DomainSite.root)"
    }

    /// The first entries.
    mutating func founding() -> String {
        DomainSite.unit(away) + (1...3).map { _ in unit() }.joined()
            + (1...25).map { _ in joiner() }.joined() + (1...8).map { _ in group() }.joined()
            + ["first", "second"].map { site.group($0) }.joined()
    }

    /// The groups that may be somebody's primary one.
    mutating func readNumbers() throws {
        for name in ["first", "second"] {
            if let number = try site.domain.number(ofGroup: "\(site.name).\(name)") {
                numbers.append(number)
                firsts.append(site.dn(name))
            }
        }
    }

    /// Change records of one change.
    mutating func change() -> String {
        switch random.below(40) {
        case 0..<4: joiner()
        case 4..<7 where people.count > 5: leave()
        case 7..<10: rename()
        case 10..<12: move(to: random.pick(units))
        case 12: move(to: away)
        case 13 where !strangers.isEmpty: comeBack()
        case 14 where !strangers.isEmpty && seesDeleted: endStranger()
        case 14..<17: DomainSite.change("replace", "title", of: random.pick(people), "T\(fresh())")
        case 17:
            DomainSite.change(
                "replace", "userAccountControl", of: random.pick(people),
                random.once(in: 2) ? "514" : "512")
        case 18..<20:
            DomainSite.change("replace", "manager", of: random.pick(people), random.pick(people))
        case 20..<32: membership()
        case 32..<34: primary()
        case 34: group()
        case 35 where groups.count > 4: endGroup()
        case 36: renameGroup()
        case 37: unit()
        case 38 where units.count > 1: renameUnit()
        default:
            DomainSite.change("replace", "mail", of: random.pick(people), "m\(fresh())@example.org")
        }
    }

    private mutating func fresh() -> Int {
        number += 1
        return number
    }

    private mutating func joiner() -> String {
        let (name, unit) = ("u\(fresh())", random.pick(units))
        people.append("CN=\(name),\(unit)")
        return site.person(name, below: unit)
    }

    private mutating func group() -> String {
        let name = "g\(fresh())"
        groups.append(site.dn(name))
        members[site.dn(name)] = []
        return site.group(name)
    }

    private mutating func unit() -> String {
        let unit = "OU=unit\(fresh()),\(site.unit)"
        units.append(unit)
        return DomainSite.unit(unit)
    }

    private mutating func membership() -> String {
        let group = random.pick(groups)
        let candidates = people + strangers + groups.filter { $0 != group }
        let member = random.pick(candidates)
        let isThere = members[group, default: []].contains(member)
        if isThere {
            members[group]?.remove(member)
        } else {
            members[group]?.insert(member)
        }
        return DomainSite.change(isThere ? "delete" : "add", "member", of: group, member)
    }

    private mutating func primary() -> String {
        let person = random.pick(people)
        let choice = random.below(numbers.count)
        var standing = standings[person, default: Standing()]
        if standing.primary == choice { return "" }
        // Whoever gets a primary group must be its member before, and stays one of the old one's.
        let isMember = standing.others.remove(choice) != nil
        standing.others.insert(standing.primary)
        standing.primary = choice
        standings[person] = standing
        return
            (isMember
            ? "" : DomainSite.change("add", "member", of: firsts[choice - 1], person))
            + DomainSite.change(
                "replace", "primaryGroupID", of: person, String(numbers[choice]))
    }

    /// In which of the groups somebody is that may be primary ones.
    private struct Standing {
        var primary = 0
        var others: Set<Int> = []
    }

    private mutating func forget(_ dn: String) {
        for group in members.keys { members[group]?.remove(dn) }
        members[dn] = nil
        standings[dn] = nil
    }

    private mutating func call(_ old: String, _ new: String) {
        for group in members.keys where members[group]?.remove(old) != nil {
            members[group]?.insert(new)
        }
        if let list = members.removeValue(forKey: old) { members[new] = list }
        if let standing = standings.removeValue(forKey: old) { standings[new] = standing }
    }

    private mutating func leave() -> String {
        let dn = people.remove(at: random.below(people.count))
        forget(dn)
        return SampleDirectory.remove(dn)
    }

    private mutating func endGroup() -> String {
        let dn = groups.remove(at: random.below(groups.count))
        forget(dn)
        return SampleDirectory.remove(dn)
    }

    private mutating func rename() -> String {
        let index = random.below(people.count)
        let old = people[index]
        let name = "CN=r\(fresh())"
        people[index] = "\(name),\(old.drop { $0 != "," }.dropFirst())"
        call(old, people[index])
        return SampleDirectory.rename(old, to: name)
    }

    private mutating func renameGroup() -> String {
        let index = random.below(groups.count)
        let old = groups[index]
        let name = "CN=h\(fresh())"
        groups[index] = "\(name),\(site.unit)"
        call(old, groups[index])
        return SampleDirectory.rename(old, to: name)
    }

    private mutating func move(to unit: String) -> String {
        let index = random.below(people.count)
        let old = people[index]
        let name = String(old.prefix { $0 != "," })
        let new = "\(name),\(unit)"
        if old == new { return "" }
        call(old, new)
        people[index] = new
        if unit == away { strangers.append(people.remove(at: index)) }
        return SampleDirectory.rename(old, to: name, below: unit)
    }

    private mutating func endStranger() -> String {
        let dn = strangers.remove(at: random.below(strangers.count))
        forget(dn)
        return SampleDirectory.remove(dn)
    }

    private mutating func comeBack() -> String {
        let old = strangers.remove(at: random.below(strangers.count))
        let name = "CN=b\(fresh())"
        let new = "\(name),\(site.unit)"
        people.append(new)
        call(old, new)
        return SampleDirectory.rename(old, to: name, below: site.unit)
    }

    private mutating func renameUnit() -> String {
        let index = 1 + random.below(units.count - 1)
        let old = units[index]
        let new = "OU=unit\(fresh()),\(site.unit)"
        units[index] = new
        for person in people where person.hasSuffix("," + old) {
            let moved = person.dropLast(old.count) + new
            call(person, String(moved))
        }
        people = people.map { $0.hasSuffix("," + old) ? $0.dropLast(old.count) + new : $0 }
        return SampleDirectory.rename(old, to: String(new.prefix { $0 != "," }))
    }
}

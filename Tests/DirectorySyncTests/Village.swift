import Directory
import TestSupport

/// A small organisation in one source or two, to which anything may happen.
struct Village {
    struct Resident {
        var login: String?
        var display: String?
        var mail: String?
        var department: String?
        var title: String?
        var userType: String?
        var isActive = true
        /// The anchor of another one, who may be gone.
        var manager: String?
        var isReadable = true
    }

    struct Club {
        var display: String
        var residents: Set<String> = []
        var clubs: Set<String> = []
        var strangers: Set<String> = []
    }

    static let source = SourceID("corp")

    /// nil for a village of one source.
    var office: PersonnelOffice?
    private(set) var residents: [String: Resident] = [:]
    private(set) var clubs: [String: Club] = [:]
    private var born = 0

    init(_ random: inout SplitMix64) {
        for _ in 0..<6 { found(&random) }
        for _ in 0..<(8 + random.below(10)) { settle(&random) }
        for anchor in residents.keys.sorted() {
            // Upwards alone, so that a loop is an event.
            let above = residents.keys.filter { $0 < anchor }.sorted()
            residents[anchor]?.manager =
                above.isEmpty || random.once(in: 6) ? nil : random.pick(above)
            // A circle that is there from the beginning.
            if random.once(in: 30) { residents[anchor]?.manager = anchor }
        }
        for anchor in clubs.keys.sorted() {
            for other in clubs.keys.sorted() where other < anchor && random.once(in: 4) {
                clubs[anchor]?.clubs.insert(other)
            }
        }
    }

    private mutating func settle(_ random: inout SplitMix64) {
        let number = born
        born += 1
        let anchor = "a\(number + 100)"
        residents[anchor] = Resident(
            login: random.once(in: 40) ? nil : "u\(number)", display: "U \(number)",
            mail: "u\(number)@example.org", department: random.pick(["A", "B", "C", nil]),
            title: random.pick(["Manager", "Engineer", nil]),
            userType: random.pick(["Employee", "Employee", "Contractor", "Intern", nil]),
            isActive: !random.once(in: 8), manager: residents.keys.sorted().first)
        for club in clubs.keys.sorted() where random.once(in: 4) {
            clubs[club]?.residents.insert(anchor)
        }
    }

    private mutating func found(_ random: inout SplitMix64) {
        let number = clubs.count
        clubs["g\(born)-\(number)"] = Club(display: "club-\(number)")
        born += random.below(2)
    }

    // MARK: What happens

    /// One thing or several happen at once.
    mutating func live(_ random: inout SplitMix64) {
        for _ in 0..<(1 + random.below(3)) {
            if office == nil || random.once(in: 2) {
                happen(&random)
            } else {
                office?.happen(among: residents, &random)
            }
        }
    }

    private mutating func happen(_ random: inout SplitMix64) {
        let who = random.pick(residents.keys.sorted())
        let club = random.pick(clubs.keys.sorted())
        switch random.below(26) {
        case 0, 1: residents[who]?.department = random.pick(["A", "B", "C", nil])
        case 2: residents[who]?.title = random.pick(["Manager", "Engineer", nil])
        case 3, 4: residents[who]?.userType = random.pick(["Employee", "Contractor", nil])
        case 5, 6: residents[who]?.isActive.toggle()
        case 7, 8: settle(&random)
        case 9, 10: leave(who, &random)
        case 11: residents[who]?.login = "v\(random.below(1_000))"
        case 12: residents[who]?.display = "V \(random.below(1_000))"
        case 13, 14:
            let above = residents.keys.filter { $0 < who }.sorted()
            residents[who]?.manager = above.isEmpty ? nil : random.pick(above)
        case 15, 16, 17, 18, 19: toggle(who, in: club)
        case 20: toggleClub(random.pick(clubs.keys.filter { $0 < club }.sorted() + [""]), in: club)
        case 21: clubs[club]?.display = "club-\(random.below(12))"
        case 22: found(&random)
        case 23: if clubs.count > 4 { disband(club) }
        case 24: toggle(stranger: "cn=x\(random.below(3)),dc=example,dc=net", in: club)
        default: oddity(who, club, &random)
        }
    }

    private mutating func oddity(_ who: String, _ club: String, _ random: inout SplitMix64) {
        let other = random.pick(residents.keys.sorted())
        let container = random.pick(clubs.keys.sorted())
        let login = residents[other]?.login
        switch random.below(7) {
        case 0: residents[who]?.isReadable.toggle()
        case 1: residents[who]?.manager = other
        case 2: clubs[club]?.clubs.insert(container)
        case 3: residents[who]?.login = login
        case 4: toggle(stranger: "", in: club)
        case 5: residents[who]?.mail = "u\(random.below(30))@example.org"
        default: residents[who]?.login = random.pick(["u3", nil])
        }
    }

    private mutating func leave(_ who: String, _ random: inout SplitMix64) {
        guard residents.count > 6 else { return }
        let label = label(of: who)
        residents[who] = nil
        for club in clubs.keys.sorted() where clubs[club]?.residents.remove(who) != nil {
            if random.once(in: 3) { clubs[club]?.strangers.insert(label) }
        }
    }

    private mutating func toggle(_ who: String, in club: String) {
        if clubs[club]?.residents.remove(who) == nil { clubs[club]?.residents.insert(who) }
    }

    private mutating func toggleClub(_ other: String, in club: String) {
        guard clubs[other] != nil else { return }
        if clubs[club]?.clubs.remove(other) == nil { clubs[club]?.clubs.insert(other) }
    }

    private mutating func toggle(stranger: String, in club: String) {
        if clubs[club]?.strangers.remove(stranger) == nil {
            clubs[club]?.strangers.insert(stranger)
        }
    }

    private mutating func disband(_ club: String) {
        clubs[club] = nil
        for other in clubs.keys { clubs[other]?.clubs.remove(club) }
    }

    private func label(of resident: String) -> String {
        "uid=\(residents[resident]?.login ?? resident),dc=example,dc=org"
    }

    // MARK: What is read

    /// Everything as complete readings, one a source.
    func readings(at time: Timestamp, changedSince whole: Timestamp? = nil) -> [SourceReading] {
        [reading(at: time, changedSince: whole)]
            + [office?.reading(at: time, changedSince: whole)].compactMap(\.self)
    }

    private func reading(at time: Timestamp, changedSince whole: Timestamp?) -> SourceReading {
        let anchors = residents.keys.sorted()
        let groups = clubs.keys.sorted()
        let position = { (anchor: String, all: [String]) in
            all.firstIndex(of: anchor).map(Int32.init)
        }
        return SourceReading(
            source: Self.source,
            accounts: anchors.compactMap { anchor in
                residents[anchor].map { resident in
                    Account(
                        anchor: Anchor(anchor), label: label(of: anchor),
                        isActive: resident.isActive, attributes: resident.attributes,
                        manager: resident.manager.map { manager in
                            position(manager, anchors).map(ManagerReference.account)
                                ?? .dangling("uid=\(manager)")
                        } ?? .none, isReadable: resident.isReadable)
                }
            },
            groups: groups.compactMap { anchor in
                clubs[anchor].map { club in
                    DirectoryGroup(
                        anchor: Anchor(anchor), label: "cn=\(club.display)-\(anchor)",
                        display: club.display,
                        accounts: club.residents.compactMap { position($0, anchors) }.sorted(),
                        groups: club.clubs.compactMap { position($0, groups) }.sorted(),
                        unresolved: club.strangers.sorted())
                }
            },
            attributeNames: [.department: "departmentNumber"],
            certificate: ReadingCertificate(
                source: Self.source, start: time, end: time, queries: [], reasons: [],
                wholeAsOf: whole),
            diagnostics: [], state: SyncState(rawValue: time.description))
    }
}

extension Village.Resident {
    fileprivate var attributes: AttributeValues {
        let values: [(Attribute, String?)] = [
            (.userName, login), (.displayName, display), (.emailsValue, mail),
            (.department, department), (.title, title), (.userType, userType),
        ]
        return AttributeValues(
            values.compactMap { attribute, value in
                value.map { AttributeValues.Entry(attribute, $0) }
            })
    }
}

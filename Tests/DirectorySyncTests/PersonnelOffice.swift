import Directory
import TestSupport

/// The second source of a village: records about its residents, and about others.
struct PersonnelOffice {
    struct Record {
        var login: String?
        var mail: String?
        var display: String?
        var department: String?
        var isActive = true
        /// The anchor of another one, who may be gone.
        var manager: String?
    }

    static let source = SourceID("hr")

    private var records: [String: Record] = [:]
    private var former: [String: Record] = [:]
    private var teams: [String: Set<String>] = ["t0": [], "t1": []]
    private var filed = 0

    init(of residents: [String: Village.Resident], _ random: inout SplitMix64) {
        for anchor in residents.keys.sorted() where !random.once(in: 4) {
            file(residents[anchor], &random)
        }
    }

    /// One thing happens.
    mutating func happen(
        among residents: [String: Village.Resident], _ random: inout SplitMix64
    ) {
        let resident = residents[random.pick(residents.keys.sorted())]
        let who = random.pick(records.keys.sorted() + [""])
        switch random.below(14) {
        case 0, 1:
            // Two who are called alike are an oddity.
            let isFiled = records.values.contains { $0.mail == resident?.mail }
            if !isFiled || random.once(in: 8) { file(resident, &random) }
        case 2: file(nil, &random)
        case 3:
            former[who] = records.removeValue(forKey: who)
            for team in teams.keys { teams[team]?.remove(who) }
        case 4: if let back = former.keys.sorted().first { records[back] = former[back] }
        case 5: records[who]?.mail = random.pick([resident?.mail, nil, nil, nil])
        case 6: records[who]?.login = random.pick([resident?.login, nil, nil, nil])
        case 7: records[who]?.mail = random.pick(["x\(random.below(9))@example.org", nil])
        case 8: records[who]?.department = random.pick(["A", "B", "C", nil])
        case 9: records[who]?.isActive.toggle()
        case 10, 11:
            let above = records.keys.filter { $0 < who }.sorted()
            records[who]?.manager = above.isEmpty ? nil : random.pick(above)
        case 12: records[who]?.display = "W \(random.below(1_000))"
        default: toggle(who, in: random.pick(["t0", "t1"]))
        }
    }

    private mutating func file(_ resident: Village.Resident?, _ random: inout SplitMix64) {
        let anchor = "h\(filed + 100)"
        records[anchor] = Record(
            login: random.once(in: 3) ? nil : "w\(filed)",
            mail: random.once(in: 6) ? nil : resident?.mail, display: "W \(filed)",
            department: random.pick(["A", "B", nil]), isActive: !random.once(in: 9),
            manager: records.keys.sorted().first)
        filed += 1
        if random.once(in: 3) { toggle(anchor, in: "t0") }
    }

    private mutating func toggle(_ who: String, in team: String) {
        guard records[who] != nil else { return }
        if teams[team]?.remove(who) == nil { teams[team]?.insert(who) }
    }

    /// Everything as a complete reading.
    func reading(at time: Timestamp, changedSince whole: Timestamp?) -> SourceReading {
        let anchors = records.keys.sorted()
        let position = { (anchor: String) in anchors.firstIndex(of: anchor).map(Int32.init) }
        return SourceReading(
            source: Self.source,
            accounts: anchors.compactMap { anchor in
                records[anchor].map { record in
                    Account(
                        anchor: Anchor(anchor), label: "/Users/\(anchor)",
                        isActive: record.isActive, attributes: record.attributes,
                        manager: record.manager.map { manager in
                            position(manager).map(ManagerReference.account) ?? .dangling(manager)
                        } ?? .none)
                }
            },
            groups: teams.keys.sorted().map { team in
                DirectoryGroup(
                    anchor: Anchor(team), label: "/Groups/\(team)",
                    display: team == "t0" ? "club-0" : "team",
                    accounts: (teams[team] ?? []).compactMap(position).sorted(), groups: [],
                    unresolved: [])
            },
            attributeNames: [:],
            certificate: ReadingCertificate(
                source: Self.source, start: time, end: time, queries: [], reasons: [],
                wholeAsOf: whole),
            diagnostics: [], state: SyncState(rawValue: time.description))
    }
}

extension PersonnelOffice.Record {
    fileprivate var attributes: AttributeValues {
        let values: [(Attribute, String?)] = [
            (.userName, login), (.displayName, display), (.emailsValue, mail),
            (.department, department),
        ]
        return AttributeValues(
            values.compactMap { attribute, value in
                value.map { AttributeValues.Entry(attribute, $0) }
            })
    }
}

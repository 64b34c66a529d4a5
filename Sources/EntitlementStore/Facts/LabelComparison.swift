import Directory
import Entitlements

/// Compares the labels of people and groups that are new, changed or gone with the stored claims.
struct LabelComparison {
    private let connection: any SQLConnection
    private let snapshot: DirectorySnapshot
    /// The groups whose name may be new: number to position in the snapshot.
    private let groups: [Int64: Int32]
    private let people: RowMatching
    /// Every label that the owners had; nil when they have to be looked for.
    private let former: Set<Int64>?
    private var plan = LabelPlan()

    /// - Parameters:
    ///   - people: matched and numbered.
    ///   - groups: the groups whose name may be new: number to position in the snapshot.
    ///   - former: the keys of every label that people and groups had who are new, changed or gone, where
    ///     they are known: then only those are looked at.
    init(
        _ connection: any SQLConnection, _ snapshot: DirectorySnapshot, people: RowMatching,
        groups: [Int64: Int32], former: Set<Int64>? = nil
    ) {
        self.former = former
        self.connection = connection
        self.snapshot = snapshot
        self.people = people
        self.groups = groups
    }

    /// - Parameter goneGroups: numbers of groups that are no longer there.
    mutating func plan(goneGroups: [Int64]) throws -> LabelPlan {
        let touched = people.fresh + people.changed + people.returned
        let wanted = claims(ofPeople: touched)
        if try connection.isEmpty("labels") {
            plan.begun = wanted
        } else {
            var owners = Set(touched.map { Owner(false, people.numbers[Int($0)]) })
            owners.formUnion(
                people.leftovers.lazy.filter(\.isNew).map { Owner(false, $0.number) })
            owners.formUnion((groups.keys + goneGroups).map { Owner(true, $0) })
            try compare(wanted, owners)
            try addUnsettled()
        }
        plan.begun.sort()
        plan.reused.sort {
            ($0.kind.rawValue, $0.label, $0.now) < ($1.kind.rawValue, $1.label, $1.now)
        }
        return plan
    }

    private struct Owner: Hashable {
        let isGroup: Bool
        let number: Int64

        init(_ isGroup: Bool, _ number: Int64) {
            self.isGroup = isGroup
            self.number = number
        }
    }

    private func claims(ofPeople touched: [Int32]) -> [LabelPlan.Claim] {
        var claims: [LabelPlan.Claim] = []
        claims.reserveCapacity(touched.count * 5 / 2 + groups.count)
        for index in touched {
            let number = people.numbers[Int(index)]
            claims += snapshot.people[Int(index)].claims(owner: number).map(\.claim)
        }
        for (number, position) in groups {
            claims.append(
                LabelPlan.Claim(snapshot.groups[Int(position)].display, .group, owner: number))
        }
        return claims
    }

    /// One pass over the open claims, if anybody's may have changed.
    private mutating func compare(_ wanted: [LabelPlan.Claim], _ owners: Set<Owner>) throws {
        if owners.isEmpty { return }
        var beginning = Set(wanted)
        var ended: [LabelPlan.Claim] = []
        try openClaims(wanted) { row in
            let kind: LabelPlan.Kind = try row.word(1)
            let owner = Owner(kind == .group, row.integer(2))
            guard owners.contains(owner) else { return }
            let claim = LabelPlan.Claim(key: row.integer(0), kind, owner: owner.number)
            if beginning.remove(claim) == nil { ended.append(claim) }
        }
        plan.ended = ended
        plan.begun = Array(beginning)
        for claim in plan.begun {
            if let former = try formerOwner(of: claim) {
                plan.unsettled.insert(claim)
                try report(claim, former)
            }
        }
    }

    private func openClaims(
        _ wanted: [LabelPlan.Claim], _ body: (any SQLRow) throws -> Void
    ) throws {
        let claims = "SELECT key, kind, owner_no FROM labels WHERE until_run IS NULL"
        guard let former else { return try connection.query(claims, [], body) }
        try connection.queryEach(
            "\(claims) AND key IN", former.union(wanted.map(\.key)).sorted().map(SQLValue.integer),
            each: body)
    }

    /// Who had the label since the claimant had it last, if anybody.
    private func formerOwner(of claim: LabelPlan.Claim) throws -> Int64? {
        let endless = Int64.max
        var former: (until: Int64, owner: Int64)?
        var own: Int64 = 0
        try connection.query(
            """
            SELECT owner_no, until_run FROM labels WHERE key = ? AND kind = ?
            ORDER BY since_run, owner_no
            """, [.integer(claim.key), .text(claim.kind.rawValue)]
        ) { row in
            let until = row.optionalInteger(1) ?? endless
            if row.integer(0) == claim.owner {
                own = max(own, until)
            } else if until >= former?.until ?? 0 {
                former = (until, row.integer(0))
            }
        }
        return former.flatMap { $0.until > own ? $0.owner : nil }
    }

    /// Labels that were noticed in an earlier run, and of which nobody has decided yet.
    private mutating func addUnsettled() throws {
        let claims = try connection.all(
            """
            SELECT key, kind, owner_no FROM labels WHERE is_settled = 0 AND until_run IS NULL
            """
        ) { LabelPlan.Claim(key: $0.integer(0), try $0.word(1), owner: $0.integer(2)) }
        let ended = Set(plan.ended)
        for claim in claims where !ended.contains(claim) {
            if let former = try formerOwner(beside: claim) { try report(claim, former) }
        }
    }

    /// Who else had the label last.
    private func formerOwner(beside claim: LabelPlan.Claim) throws -> Int64? {
        try connection.first(
            """
            SELECT owner_no FROM labels WHERE key = ? AND kind = ? AND owner_no <> ?
            ORDER BY CASE WHEN until_run IS NULL THEN 1 ELSE 0 END DESC, until_run DESC,
              since_run DESC, owner_no LIMIT 1
            """, .integer(claim.key), .text(claim.kind.rawValue), .integer(claim.owner),
            read: { $0.integer(0) })
    }

    private mutating func report(_ claim: LabelPlan.Claim, _ former: Int64) throws {
        guard let (label, now) = try owned(claim) else { return }
        plan.reused.append(
            SnapshotDelta.ReusedLabel(
                kind: claim.kind, label: label, now: now,
                formerly: try name(ofOwner: former, claim.kind)))
    }

    /// The label as the present owner spells it, and the owner.
    private func owned(_ claim: LabelPlan.Claim) throws -> (label: String, owner: String)? {
        if claim.kind == .group {
            var position = groups[claim.owner]
            if position == nil {
                let id = GroupID(try name(ofOwner: claim.owner, .group))
                position = snapshot.index(of: id)
            }
            return position.map { snapshot.groups[Int($0)] }.map { ($0.display, $0.id.rawValue) }
        }
        guard let index = people.numbers.firstIndex(of: claim.owner) else { return nil }
        let person = snapshot.people[index]
        return person.claims(owner: claim.owner).first { $0.claim == claim }
            .map { ($0.label, person.id.rawValue) }
    }

    private func name(ofOwner number: Int64, _ kind: LabelPlan.Kind) throws -> String {
        let sql =
            kind == .group
            ? """
            SELECT s.id || ':' || g.anchor FROM groups g JOIN sources s ON s.no = g.source_no
            WHERE g.no = ?
            """ : "SELECT id FROM people WHERE no = ?"
        return try connection.first(sql, .integer(number), read: { $0.text(0) }) ?? ""
    }
}

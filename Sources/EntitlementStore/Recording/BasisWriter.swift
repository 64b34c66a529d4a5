import Directory
import Entitlements

/// Updates what an entitlement rests on while the access itself stays. Nobody has to approve that,
/// save where it would rest on a label that came back under another anchor: then it waits.
struct BasisWriter {
    /// The run from which on the new basis counts.
    let run: Int64
    let connection: any SQLConnection

    /// Compares what is in force with what the rules grant, and writes each basis that is another.
    /// - Complexity: linear in both
    func update(
        _ rows: EntitlementRows, desired: DesiredEntitlements,
        reused: [SnapshotDelta.ReusedLabel], _ derivations: inout KnownDerivations
    ) throws {
        let grounds = UnsettledGrounds(desired, reused: reused)
        var held = 0
        for wanted in desired.entitlements {
            while held < rows.entitlements.count, rows.entitlements[held].key != wanted.key,
                rows.entitlements[held].key < wanted.key
            { held += 1 }
            guard held < rows.entitlements.count, rows.entitlements[held].key == wanted.key else {
                continue
            }
            if !isSame(rows.entitlements[held], wanted, desired) {
                let digests = grounds.settled(of: wanted, held: rows.entitlements[held])
                if !digests.isEmpty, digests != rows.entitlements[held].derivations {
                    try write(rows.numbers[held], try derivations.basis(digests, connection))
                }
            }
            held += 1
        }
    }

    private func isSame(
        _ held: CurrentEntitlement, _ wanted: DesiredEntitlements.Entitlement,
        _ desired: DesiredEntitlements
    ) -> Bool {
        guard held.derivations.count == wanted.derivations.count else { return false }
        for index in held.derivations.indices {
            let position = Int(wanted.derivations[index])
            if held.derivations[index] != desired.derivations[position].digest { return false }
        }
        return true
    }

    private func write(_ entitlement: Int64, _ basis: Int64) throws {
        // A basis that began with this very run is not history yet.
        try connection.execute(
            """
            INSERT INTO basis_history (entitlement_no, since_run, until_run, basis_no)
            SELECT no, basis_run, ?, basis_no FROM entitlements WHERE no = ? AND basis_run < ?
            """, .integer(run), .integer(entitlement), .integer(run))
        try connection.execute(
            "UPDATE entitlements SET basis_no = ?, basis_run = ? WHERE no = ?", .integer(basis),
            .integer(run), .integer(entitlement))
    }
}

import Directory
import Entitlements

/// Updates what an entitlement rests on while the access itself stays: nobody has to approve that.
struct BasisWriter {
    let run: Int64
    let connection: any SQLConnection

    func update(
        _ rows: EntitlementRows, desired: DesiredEntitlements,
        _ derivations: inout KnownDerivations
    ) throws {
        var held = 0
        for wanted in desired.entitlements {
            while held < rows.entitlements.count, rows.entitlements[held].key != wanted.key,
                rows.entitlements[held].key < wanted.key
            { held += 1 }
            guard held < rows.entitlements.count, rows.entitlements[held].key == wanted.key else {
                continue
            }
            if !isSame(rows.entitlements[held], wanted, desired) {
                let digests = wanted.derivations.map { desired.derivations[Int($0)].digest }
                try write(rows.numbers[held], try derivations.basis(digests, connection))
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

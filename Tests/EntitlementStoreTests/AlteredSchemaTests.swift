import Entitlements
import Testing

@testable import EntitlementStore

/// What a database would do by itself, or show otherwise, no entry of the ledger tells.
struct AlteredSchemaTests {
    private static let alterations: [(Backend, [String])] = [
        (.sqlite, ["CREATE TRIGGER extra AFTER INSERT ON changes BEGIN SELECT 1; END"]),
        (
            .sqlite,
            ["DROP VIEW v_entitlements", "CREATE VIEW v_entitlements AS SELECT 'nobody' AS person"]
        ),
        (.sqlite, ["DROP INDEX entitlements_in_force"]),
        (.sqlite, ["CREATE TABLE extra (x TEXT)"]),
        (
            .postgreSQL,
            [
                """
                CREATE FUNCTION extra() RETURNS trigger LANGUAGE plpgsql
                AS 'BEGIN RETURN NEW; END'
                """,
                """
                CREATE TRIGGER extra AFTER INSERT ON changes
                FOR EACH ROW EXECUTE FUNCTION extra()
                """,
            ]
        ),
        (.postgreSQL, ["CREATE RULE extra AS ON INSERT TO decisions DO INSTEAD NOTHING"]),
        (.postgreSQL, ["ALTER TABLE decisions ENABLE ROW LEVEL SECURITY"]),
    ]

    @Test(arguments: alterations)
    func `a store that was given a life of its own is not written to, and verifying says so`(
        _ backend: Backend, _ alteration: [String]
    ) throws {
        try Backend.$current.withValue(backend) {
            let world = try World()
            try world.run(.usual, minute: 1)
            try world.applyAll(minute: 2)
            _ = try EntitlementStore.open(world.location)
            for sql in alteration { try world.tamper(sql) }
            #expect {
                try EntitlementStore.open(world.location)
            } throws: { error in
                (error as? StoreError)?.code == .alteredSchema
            }
            let store = try EntitlementStore.open(world.location, mode: .readOnly)
            #expect(
                try store.verifyLedger().faults.map(\.summary)
                    == ["tables, views, indices or triggers are not those that this version makes"])
        }
    }

    @Test func `what all migrations make is what is taken for it`() throws {
        #expect(try SQLiteSchema.migrated.get().digest == SQLiteSchema.known)
    }

    @Test func `statistics that SQLite keeps for itself alter nothing`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.tamper("ANALYZE")
        _ = try EntitlementStore.open(world.location)
        #expect(try world.store.verifyLedger().faults == [])
    }
}

import Directory
import Foundation
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct SchemaTests {
    /// The examples that the documentation gives.
    private static let examples: [String] = {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent(
                "../../Sources/EntitlementStore/EntitlementStore.docc/Schema.md")
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```sql\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
    }()

    @Test func `there are examples`() { #expect(Self.examples.count >= 6) }

    @Test(arguments: examples)
    func `each documented question can be asked`(_ sql: String) throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        try world.store.engine.read(.read) { try $0.query(sql, []) { _ in } }
    }

    @Test func `each view shows what it says`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        try world.applyAll(minute: 2)
        var office = Office.usual
        office[team: "g1"].members = ["a1"]
        office[member: "a1"].userName = "ada.l"
        try world.run(office, minute: 3)
        try world.applyAll(minute: 4)
        let counts: [String: Int64] = [
            "v_entitlements": 1, "v_entitlements_history": 2, "v_reasons": 1, "v_people": 3,
            "v_people_history": 4, "v_accounts": 3, "v_groups": 3, "v_memberships": 3, "v_runs": 2,
            "v_findings": 0, "v_changes": 3, "v_decisions": 3, "v_ledger": 9,
        ]
        for (view, count) in counts { #expect(try world.rows(view) == count, "\(view)") }
        let (list, condition) =
            switch Backend.current {
            case .sqlite: ("sqlite_master", "type = 'view' AND name")
            case .postgreSQL: ("pg_views", "schemaname = current_schema() AND viewname")
            }
        let views = try world.rows(list, "\(condition) LIKE 'v\\_%' ESCAPE '\\'")
        #expect(views == Int64(counts.count))
        let ended = try world.store.engine.read(.read) { connection in
            try connection.first(
                """
                SELECT user_name, granted_change_set, revoked, revoked_change_set
                FROM v_entitlements_history WHERE revoked IS NOT NULL
                """
            ) { "\($0.text(0)) \($0.integer(1)) \($0.text(2)) \($0.integer(3))" }
        }
        #expect(ended == "ben 1 \(Timestamp.at(4)) 2")
    }
}

import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct AtomicityTests {
    private struct PulledPlug: Error {}

    @Test func `recording a run is all or nothing, whichever statement fails`() throws {
        let (world, engine) = try World.faulty()
        let run = try world.prepareBusyRun()
        let before = try world.store.contents()
        var failing = 0
        while failing < 1000 {
            failing += 1
            engine.before = { if $0 == failing { throw PulledPlug() } }
            do {
                try world.store.record(run, lease: world.lease)
                break
            } catch {
                #expect(error.code == .inconsistent)
                #expect(try world.store.contents() == before)
            }
        }
        #expect(failing > 30 && failing < 1000)
        #expect(try world.store.contents() != before)
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `deciding and applying are all or nothing`() throws {
        let (world, engine) = try World.faulty()
        let id = try #require(try world.run(.usual, minute: 1).changeSet)
        let stored = try world.store.changeSet(id)
        let all = stored.changeSet.items.map(\.id)
        let steps: [() throws -> Void] = [
            { try world.decide(id, all, .approve, minute: 2) },
            {
                try world.store.apply(
                    id, digest: stored.changeSet.digest, approved: all, undecided: [], at: .at(2))
            },
        ]
        for step in steps {
            engine.before = { _ in }
            let before = try world.store.contents()
            var failing = 0
            while true {
                failing += 1
                engine.before = { if $0 == failing { throw PulledPlug() } }
                guard (try? step()) == nil else { break }
                #expect(try world.store.contents() == before)
            }
            #expect(failing > 2)
        }
        #expect(try world.store.verifyLedger().faults == [])
        #expect(try world.holders() == ["corp:a1", "corp:b1"])
    }
}

extension EntitlementStore {
    /// Everything that is stored but who holds the lease, as text.
    func contents() throws -> String {
        try engine.read(.read) { connection in
            var text = ""
            for table in StoreCopy.tables where table != "leases" {
                let columns = try connection.columns(of: table)
                let names = columns.map(\.name).joined(separator: ", ")
                let rows = try connection.all("SELECT \(names) FROM \(table)") { row in
                    columns.indices.map { row.isNull($0) ? "-" : "\(row.bytes($0))" }.joined()
                }
                text += "\(table) \(columns.count)\n\(rows.sorted().joined(separator: "\n"))\n"
            }
            return text
        }
    }
}

import Entitlements
import Testing

@testable import EntitlementStore

/// A store goes from one database to another and is the same.
struct StoreCopyTests {
    /// Two runs, a superseded set, decisions carried over, grants, revokes and a rename.
    private func history(_ world: World) throws {
        let run = try world.prepareBusyRun()
        try world.store.record(run, lease: world.lease)
        try world.applyAll(minute: 4)
        try world.run(.usual, minute: 5)
        try world.applyAll(minute: 6)
        try world.store.release(world.lease)
    }

    private func world(on backend: Backend) throws -> World {
        try Backend.$current.withValue(backend) {
            let world = try World()
            try history(world)
            return world
        }
    }

    @Test func `the same history is the same to the byte on every database`() throws {
        let worlds = try Backend.allCases.map(world(on:))
        #expect(try worlds[0].store.contents() == worlds[1].store.contents())
        let ledgers = try worlds.map { try $0.store.ledger(limit: 99).map(\.text) }
        #expect(ledgers[0] == ledgers[1] && ledgers[0].count > 9)
    }

    @Test(arguments: Backend.allCases, Backend.allCases)
    func `everything arrives, the ledger included, and work goes on`(
        from: Backend, to: Backend
    ) throws {
        let world = try world(on: from)
        let place = try StorePlace(to)
        let copied = try EntitlementStore.copy(from: world.location, to: place.location, at: .at(7))
        let store = try EntitlementStore.open(place.location)
        #expect(try store.contents() == world.store.contents())
        let verification = try store.verifyLedger()
        #expect(verification.isIntact && verification.head == copied.head)
        #expect(copied.entries == verification.entries && copied.rows > 50)
        let next = try World(store: store)
        #expect(next.lease.fencingNumber == world.lease.fencingNumber + 1)
        #expect(try next.run(.usual, minute: 8).verdict == .unchanged)
        #expect(try store.verifyLedger().faults == [])
        #expect {
            try EntitlementStore.copy(from: world.location, to: place.location, at: .at(7))
        } throws: { error in
            (error as? StoreError)?.code == .notEmpty
        }
    }

    @Test(arguments: Backend.allCases)
    func `neither a store that was changed by hand nor one at work is copied`(
        _ backend: Backend
    ) throws {
        try Backend.$current.withValue(backend) {
            let world = try world(on: backend)
            let place = try StorePlace()
            let code = { () throws -> StoreError.Code? in
                do throws(StoreError) {
                    _ = try EntitlementStore.copy(
                        from: world.location, to: place.location, at: .at(7))
                    return nil
                } catch {
                    return error.code
                }
            }
            let lease = try world.store.acquireLease(holder: "run", at: .at(7), duration: 60)
            #expect(try code() == .leaseHeld)
            try world.store.release(lease)
            try world.tamper("UPDATE changes SET role = 'insights-admin' WHERE no = 1")
            #expect(try code() == .damaged)
            #expect(throws: StoreError.self, "a copy that was given up is none") {
                try EntitlementStore.open(place.location, mode: .readOnly)
            }
            #expect(throws: Never.self) { try EntitlementStore.open(place.location) }
        }
    }

    @Test(arguments: Backend.allCases)
    func `a rehearsal is of the very store, and changes nothing`(_ backend: Backend) throws {
        try Backend.$current.withValue(backend) {
            let world = try World()
            try world.run(.usual, minute: 1)
            let before = try world.store.contents()
            let rehearsal = try EntitlementStore.rehearsal(of: world.location)
            #expect(try rehearsal.contents() == before)
            let imagined = try World(store: rehearsal)
            try imagined.run(Office(), minute: 2)
            #expect(try world.store.contents() == before)
            let none = try StorePlace()
            #expect(try EntitlementStore.rehearsal(of: none.location).moment().run == nil)
        }
    }
}

import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct LeaseTests {
    // P32
    @Test func `one run at a time, also between processes`() throws {
        let world = try World()
        let other = try EntitlementStore.open(world.location)
        let held = StoreError(
            .leaseHeld, while: .lease, detail: "test until \(Timestamp.at(60))")
        #expect(throws: held) {
            try other.acquireLease(holder: "other", at: .at(1), duration: 60)
        }
        #expect(try other.currentLease() == world.lease)
        try world.store.release(world.lease)
        #expect(try other.currentLease() == nil)
        let lease = try other.acquireLease(holder: "other", at: .at(1), duration: 60)
        #expect(lease.fencingNumber == 2)
    }

    @Test func `a lease from a clock that was far ahead keeps nobody out for long`() throws {
        let world = try World()
        try world.store.release(world.lease)
        _ = try world.store.acquireLease(holder: "ahead", at: .at(60 * 24 * 30), duration: 60)
        let lease = try world.store.acquireLease(holder: "other", at: .at(1), duration: 60)
        #expect(lease.holder == "other")
        #expect(throws: StoreError.self) {
            // An hour of difference is nothing to take from somebody who is at work.
            try world.store.acquireLease(holder: "behind", at: .at(-60), duration: 60)
        }
    }

    @Test func `a clock that went back gets no lease, one that differs a little does`() throws {
        let world = try World()
        try world.run(.usual, minute: 30)
        try world.store.release(world.lease)
        #expect(throws: StoreError(.clockBehind, while: .lease, detail: "\(Timestamp.at(30))")) {
            try world.store.acquireLease(holder: "behind", at: .at(19), duration: 60)
        }
        _ = try world.store.acquireLease(holder: "near", at: .at(20), duration: 60)
    }

    @Test func `nobody decides or applies by a clock that is behind the record`() throws {
        let world = try World()
        try world.run(.usual, minute: 30)
        #expect(throws: StoreError(.clockBehind, while: .decide, detail: "\(Timestamp.at(30))")) {
            try world.applyAll(minute: 19)
        }
        try world.applyAll(minute: 21)
    }

    // P32
    @Test func `who slept through the end of the lease writes nothing`() throws {
        let world = try World()
        let sleeper = try world.prepare([.usual], minute: 61)
        let lease = try world.store.acquireLease(holder: "other", at: .at(61), duration: 60)
        #expect(lease.fencingNumber == 2)
        #expect(throws: StoreError(.leaseLost, while: .record)) {
            try world.store.record(sleeper, lease: world.lease)
        }
        #expect(throws: StoreError(.leaseLost, while: .lease)) {
            try world.store.renew(world.lease, at: .at(62), duration: 60)
        }
        try world.store.release(world.lease)
        #expect(try world.store.currentLease() == lease)
        #expect(try world.store.runs(limit: 9).isEmpty)
        #expect(try world.store.ledger(limit: 9).map(\.kind) == [.leaseTakeover])
        #expect(try world.store.verifyLedger().faults == [])
    }

    @Test func `a lease is renewed in time, or late while nobody else wanted it`() throws {
        let world = try World()
        let renewed = try world.store.renew(world.lease, at: .at(70), duration: 60)
        #expect(renewed.expires == .at(71))
        #expect(renewed.fencingNumber == world.lease.fencingNumber)
        try world.run(.usual, minute: 72)
        #expect(try world.store.runs(limit: 9).count == 1)
    }

    @Test func `a clock at the end of the calendar leaves a lease that can be read again`() throws {
        let world = try World()
        try world.store.release(world.lease)
        let end = try #require(Timestamp("9999-12-31T23:59:58Z"))
        let lease = try world.store.acquireLease(holder: "late", at: end, duration: 60)
        #expect(lease.expires.description == "9999-12-31T23:59:59Z")
        #expect(try world.store.currentLease() == lease)
        let next = try world.store.acquireLease(holder: "test", at: .at(1), duration: 60)
        #expect(next.holder == "test")
    }

    // P32
    @Test func `readers see the last finished state while a run is being written`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let other = try EntitlementStore.open(world.location, mode: .readOnly)
        try world.store.engine.write(.record) { connection in
            try connection.execute("UPDATE people SET display_name = 'half'")
            #expect(try other.people([PersonID("corp:a1")]).values.first?.displayName == "ADA")
            #expect(
                try world.store.people([PersonID("corp:a1")]).values.first?.displayName == "ADA")
        }
        #expect(try other.people([PersonID("corp:a1")]).values.first?.displayName == "half")
    }
}

import TestSupport
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct WatchTests {
    @Test func `what another connection writes is seen at once, and nothing is seen of silence`()
        throws
    {
        let world = try World()
        let watch = try EntitlementStore.open(world.location, mode: .readOnly).watch()
        #expect(watch.wait(upTo: .seconds(9)))
        #expect(!watch.wait(upTo: .milliseconds(120)))
        let start = ContinuousClock.now
        try world.run(.usual, minute: 1)
        #expect(watch.wait(upTo: .seconds(300)))
        #expect(start.duration(to: .now) < .seconds(150))
        // Several transactions may be told one by one.
        while watch.wait(upTo: .milliseconds(200)) {}
        #expect(!watch.wait(upTo: .milliseconds(120)))
    }

    @Test func `reading is no writing`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let watch = world.store.watch()
        while watch.wait(upTo: .milliseconds(200)) {}
        _ = try world.store.entitlements()
        #expect(!watch.wait(upTo: .milliseconds(200)))
    }
}

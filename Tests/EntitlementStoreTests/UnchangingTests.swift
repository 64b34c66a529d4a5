import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct UnchangingTests {
    @Test func `what is read together is of one state, whatever is recorded meanwhile`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let reader = try EntitlementStore.open(world.location, mode: .readOnly)
        var applied: Result<Void, any Error>?
        let looks = try reader.unchanging { held throws(StoreError) in
            let first = Look(moment: try held.moment(), count: try held.entitlements().count)
            applied = Result { _ = try world.applyAll(minute: 2) }
            return [first, Look(moment: try held.moment(), count: try held.entitlements().count)]
        }
        try applied?.get()
        #expect(looks[0] == looks[1] && looks[0].count == 0)
        #expect(try reader.entitlements().count == 2)
    }

    private struct Look: Equatable {
        let moment: StoredMoment
        let count: Int
    }

    @Test func `faults are told in the words of the store`() throws {
        let world = try World()
        try world.run(.usual, minute: 1)
        let nonsense = fault {
            try world.store.engine.read(.read) { try $0.count("NONSENSE") }
        }
        let codes = [
            fault {
                try world.store.unchanging { held throws(StoreError) in
                    try held.moment(.revision(Revision(9)))
                }
            },
            fault {
                try world.store.unchanging { held throws(StoreError) in
                    try held.acquireLease(holder: "x", at: .at(1), duration: 1)
                }
            },
            fault {
                try world.store.unchanging { held throws(StoreError) in
                    try held.engine.read(.read) { try $0.count("NONSENSE") }
                }
            },
        ]
        #expect(codes == [StoreError.Code.unknownRevision, .readOnly, nonsense] && nonsense != nil)
        #expect(try world.store.entitlements().isEmpty)
    }

    private func fault<Result>(_ body: () throws -> Result) -> StoreError.Code? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? StoreError)?.code
        }
    }
}

import Directory
import Entitlements
import Testing

@testable import EntitlementStore

@Suite(.onEveryEngine, .namingTheEngine) struct TokenTests {
    private func create(
        _ name: String, in world: World, _ scopes: Set<ReaderToken.Scope> = [.read]
    ) throws -> (secret: TokenSecret, token: ReaderToken) {
        var generator = SystemRandomNumberGenerator()
        let secret = TokenSecret(using: &generator)
        let token = try world.store.createToken(
            named: name, secret: secret, scopes: scopes, at: .at(1), expires: .at(60))
        return (secret, token)
    }

    @Test func `a token is in force until its end, or until it is taken back`() throws {
        let world = try World()
        let (_, token) = try create("dashboard", in: world)
        #expect(token.isInForce(at: .at(1)) && token.isInForce(at: .at(59)))
        #expect(!token.isInForce(at: .at(60)))
        let revoked = try world.store.revokeToken(named: "dashboard", at: .at(2))
        #expect(!revoked.isInForce(at: .at(2)))
        #expect(try world.store.tokens() == [revoked])
    }

    @Test func `what a service presents is nowhere in the store`() throws {
        let world = try World()
        let (secret, token) = try create("gate", in: world, [.check, .read])
        let written = try world.store.contents() + "\(try world.store.ledger(limit: 9))"
        #expect(!written.contains("\(Array(secret.text.utf8))") && !written.contains(secret.text))
        #expect(try world.store.tokens() == [token] && token.hash == secret.hash)
        #expect(secret.text.utf8.count == 73 && secret.text.hasPrefix("rollcall_"))
    }

    @Test func `two are never the same, and a name is free again after its end`() throws {
        let world = try World()
        let first = try create("gate", in: world)
        #expect(throws: StoreError(.duplicateToken, while: .token)) {
            try create("gate", in: world)
        }
        _ = try world.store.revokeToken(named: "gate", at: .at(2))
        let second = try create("gate", in: world)
        #expect(first.secret.text != second.secret.text)
        #expect(second.token.number == first.token.number + 1)
        #expect(throws: StoreError(.unknownToken, while: .token)) {
            try world.store.revokeToken(named: "other", at: .at(2))
        }
    }

    @Test func `the ledger attests who may read: a token put in or changed by hand is found`()
        throws
    {
        let world = try World()
        _ = try create("gate", in: world)
        _ = try create("dashboard", in: world)
        _ = try world.store.revokeToken(named: "gate", at: .at(2))
        #expect(try world.store.verifyLedger().faults == [])
        #expect(
            try world.store.ledger(limit: 9).map(\.kind)
                == [.tokenCreated, .tokenCreated, .tokenRevoked])
        try world.tamper("UPDATE tokens SET expires = '2999-01-01T00:00:00Z' WHERE no = 2")
        #expect(try world.store.verifyLedger().faults.map(\.entry) == [2])
        try world.tamper("UPDATE tokens SET revoked = NULL, revoked_entry = NULL WHERE no = 1")
        #expect(try world.store.verifyLedger().faults.map(\.entry) == [2, 3])
    }
}

import Foundation
import TestSupport
import Testing

/// `rollcall tokens`.
@Suite(.blocking) struct TokenCommandTests {
    @Test func `a token is shown once, and never again`() throws {
        let site = try Site.filed()
        let made = try site.run("tokens", "create", "gate", "--days", "1", "--format", "json")
        let token = try #require(made.json.token.string)
        #expect(made.json.expires.string == "2026-11-23T09:00:00Z" && !made.error.contains(token))
        let list = try site.run("tokens", "list", "--format", "json")
        #expect(list.json.tokens[0].name.string == "gate" && !list.out.contains(token))
        #expect(list.json.tokens[0].state.string == "in force")
        for (_, data) in try site.files() {
            #expect(data.range(of: Data(token.utf8)) == nil)
        }
        site.command.now = "2026-11-23T09:00:00Z"
        #expect(try site.run("tokens", "list").out.contains("expired"))
        #expect(try site.run("ledger", "verify").status == 0)
    }

    @Test func `what cannot be is refused, and says why`() throws {
        let site = try Site.filed()
        #expect(try site.run("tokens", "create", "gate").status == 0)
        #expect(try site.run("tokens", "create", "gate").status == 1)
        #expect(try site.run("tokens", "revoke", "door").error.contains("tokens list"))
        for call in [["Gate"], ["g", "--days", "0"], ["g", "--scope", "write"]] {
            #expect(try site.command.run(["tokens", "create"] + call).status == 64)
        }
    }
}

import Directory
import Testing

@testable import SCIMSource

struct SCIMStateTests {
    private func list(_ tags: String...) -> ListState {
        var list = ListState(ids: IDTally([Anchor("one"), Anchor("two")]))
        list.pages = tags.compactMap { EntityTag(rawValue: $0) }
            .map { ListState.Page(query: "startIndex=1&count=100", tag: $0) }
        return list
    }

    private func state(_ people: ListState, _ groups: ListState) -> SCIMState {
        SCIMState(
            fingerprint: "auto - https://example.org", people: people, groups: groups,
            isMergeable: true)
    }

    @Test func `a state is what it was when it comes back`() throws {
        var people = list("\"a\"", "W/\"b\"")
        people.changes = .init(since: Timestamp(secondsSinceEpoch: 7), newest: "one")
        people.alone = [.init(id: "x", tag: nil)]
        let state = state(people, list("\"c\""))
        let text = try #require(state.syncState)
        #expect(SCIMState(text, fingerprint: state.fingerprint) == state)
    }

    @Test func `a state of another configuration, version or source counts as none`() throws {
        let state = state(list(), list())
        let text = try #require(state.syncState)
        #expect(SCIMState(text, fingerprint: "full - https://example.org") == nil)
        let later = text.rawValue.replacing(#""version":2"#, with: #""version":3"#)
        #expect(later != text.rawValue)
        for other in [later, "", "{}", "rid=000,csn=2026#0#0", "null"] {
            let unknown = SyncState(rawValue: other)
            #expect(SCIMState(unknown, fingerprint: state.fingerprint) == nil)
        }
    }

    @Test func `two pages under one tag are told apart by none`() {
        #expect(state(list("\"a\"", "\"a\""), list()).people.pages.isEmpty)
        #expect(state(list("\"a\""), list("\"a\"")).groups.pages.isEmpty)
        #expect(state(list("\"a\""), list("\"b\"")).groups.pages.count == 1)
    }

    @Test func `a state that would be too large is kept without its tags`() throws {
        var people = list()
        let tag = try #require(EntityTag(rawValue: "\"\(String(repeating: "t", count: 200))\""))
        people.alone = (0..<5000).map { .init(id: "\($0)", tag: tag) }
        let text = try #require(state(list("\"a\""), people).syncState)
        #expect(text.rawValue.utf8.count < 1000)
        #expect(SCIMState(text, fingerprint: "auto - https://example.org")?.people.pages == [])
    }

    @Test func `ids come to the same in any order, and to another when one differs`() {
        let (one, two, three) = (Anchor("one"), Anchor("two"), Anchor("three"))
        #expect(IDTally([one, two]) == IDTally([two, one]))
        #expect(IDTally([one, two]) != IDTally([one, three]))
        #expect(IDTally([one]) != IDTally([one, two]))
    }

    @Test func `what ids come to is the same in every process`() {
        // A state is read by another process than wrote it: a number that differs reads everything.
        #expect(Anchor("one").lastingHash == 7_782_950_629_632_656_548)
        #expect(
            Anchor("0189d6b2-8f40-7d3a-b6c5-0123456789ab").lastingHash
                == -5_212_730_547_239_651_179)
    }
}

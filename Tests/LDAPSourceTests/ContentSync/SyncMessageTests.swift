import Directory
import TestSupport
import Testing

@testable import LDAPSource

struct SyncMessageTests {
    private static let id: [UInt8] = Array(1...16)

    private func parsed<Value>(
        _ bytes: [UInt8], _ parse: (UnsafeBufferPointer<UInt8>) throws -> Value
    ) throws -> Value { try bytes.withUnsafeBufferPointer(parse) }

    @Test func `a state names its entry as entryUUID spells it`() throws {
        let bytes = BER(0x30, [BER(0x0A, [2]), BER(0x04, Self.id), BER.text("cookie")]).bytes
        let state = try parsed(bytes, EntrySyncState.init)
        #expect(state.state == .modify)
        #expect(state.anchor.rawValue == "01020304-0506-0708-090a-0b0c0d0e0f10")
    }

    @Test func `a result's parts may be left out, and an empty cookie is none`() throws {
        let none = try parsed([0x30, 0], SyncDone.init)
        #expect(none.cookie == nil && !none.namesDeleted)
        let both = try parsed(
            BER(0x30, [BER.text("c"), BER(0x01, [0xFF])]).bytes, SyncDone.init)
        #expect(both.cookie == [0x63] && both.namesDeleted)
        #expect(try parsed(BER(0x30, [BER.text("")]).bytes, SyncDone.init).cookie == nil)
    }

    @Test func `a list may be long`() throws {
        let ids = (0..<5000).map { number in
            BER(0x04, Array(repeating: 0, count: 14) + [UInt8(number / 256), UInt8(number % 256)])
        }
        let bytes = BER(0xA3, [BER.text("c"), BER(0x01, [0xFF]), BER(0x31, ids)]).bytes
        let list = try #require(try parsed(bytes, SyncIDSet.init))
        #expect(list.isOfDeleted && Set(list.anchors).count == 5000)
    }

    @Test func `a phase ends the refresh unless it says otherwise`() throws {
        let done = try #require(try parsed([0xA1, 0], SyncPhaseEnd.init))
        #expect(done.namesDeleted && done.isRefreshDone)
        let present = BER(0xA2, [BER.text("c"), BER(0x01, [0])]).bytes
        let phase = try #require(try parsed(present, SyncPhaseEnd.init))
        #expect(!phase.namesDeleted && !phase.isRefreshDone)
        #expect(try parsed(BER(0x80, [UInt8(0x63)]).bytes, SyncPhaseEnd.init) == nil)
    }

    @Test func `whatever is cut or spoiled is refused or read, and nothing is read beyond it`() {
        let whole = BER(0xA3, [BER.text("c"), BER(0x31, [BER(0x04, Self.id)])]).bytes
        var random = SplitMix64(seed: 4533)
        for _ in 0..<20_000 {
            var bytes = Array(whole.prefix(random.below(whole.count + 1)))
            for _ in 0..<random.below(3) where !bytes.isEmpty {
                bytes[random.below(bytes.count)] = UInt8(random.below(256))
            }
            _ = try? parsed(bytes, EntrySyncState.init)
            _ = try? parsed(bytes, SyncDone.init)
            _ = try? parsed(bytes, SyncPhaseEnd.init)
            let list = try? parsed(bytes, SyncIDSet.init)
            #expect((list?.anchors.count ?? 0) <= 1)
        }
    }
}

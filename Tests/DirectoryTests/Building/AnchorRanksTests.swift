import Testing

@testable import Directory

struct AnchorRanksTests {
    /// What the order must be, by comparing alone.
    private func expect(_ anchors: [Anchor], sourceLocation: SourceLocation = #_sourceLocation) {
        let ranks = AnchorRanks(count: anchors.count) { anchors[$0] }
        let order = anchors.indices.sorted { (anchors[$0], $0) < (anchors[$1], $1) }
        let distinct = Set(anchors).sorted()
        #expect(ranks.order == order.map { Int32($0) }, sourceLocation: sourceLocation)
        #expect(
            ranks.rank
                == anchors.map { anchor in
                    Int32(distinct.firstIndex(of: anchor) ?? -1)
                }, sourceLocation: sourceLocation)
        #expect(ranks.isUnique == (distinct.count == anchors.count), sourceLocation: sourceLocation)
    }

    private func uuid(_ high: UInt64, _ low: UInt64) -> Anchor {
        let digits = Array((high.spelled + low.spelled).utf8)
        let text = digits.enumerated().map { index, digit in
            [8, 12, 16, 20].contains(index) ? [UInt8(ascii: "-"), digit] : [digit]
        }
        return Anchor(String(decoding: text.joined(), as: UTF8.self))
    }

    @Test func `UUIDs are in the order of their spelling, and equal ones as they came`() {
        var random = SystemRandomNumberGenerator()
        var anchors = (0..<500).map { _ in uuid(random.next(), random.next()) }
        // As those have it that begin with the time.
        anchors += (0..<100).map { _ in uuid(0x0189_D6B2_8F40_7000, random.next()) }
        anchors += [uuid(0, 0), uuid(.max, .max), anchors[7], anchors[550], anchors[7]]
        expect(anchors.shuffled())
        expect([anchors[0]])
        expect([])
    }

    @Test func `other ids, and such among UUIDs, are in the order of their spelling`() {
        let texts = (0..<200).map { Anchor("\($0 * 7919 % 200)") } + [Anchor("é"), Anchor("z")]
        expect(texts.shuffled())
        let uuids = (0..<50).map { uuid(UInt64($0) << 60, UInt64($0)) }
        expect((uuids + texts + uuids).shuffled())
    }
}

extension UInt64 {
    /// As sixteen hexadecimal digits.
    fileprivate var spelled: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

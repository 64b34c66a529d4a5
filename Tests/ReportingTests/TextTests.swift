import Directory
import Testing

@testable import Reporting

@Suite struct TextTests {
    @Test(arguments: [
        ("ada", 3), ("", 0), ("陳小明", 6), ("e\u{301}", 1), ("한국", 4), ("👩‍👩‍👧", 2), ("Ó Briain", 8),
        ("→", 1),
    ])
    func `text takes as many columns as a terminal gives it`(text: String, columns: Int) {
        #expect(text.columns == columns)
    }

    @Test func `text is cut with an ellipsis within its columns`() {
        #expect("builder-relations".fitted(to: 8) == "builder…")
        #expect("陳小明".fitted(to: 5) == "陳小…")
        #expect("陳小明".fitted(to: 4) == "陳…")
        #expect("ada".fitted(to: 3) == "ada")
    }

    @Test func `a sentence is broken at spaces`() {
        #expect("a bb ccc dddd".wrapped(to: 6) == ["a bb", "ccc", "dddd"])
        #expect("unbreakable word".wrapped(to: 4) == ["unbreakable", "word"])
        #expect("".wrapped(to: 4) == [""])
    }

    @Test func `numbers are grouped and signed, words follow their number`() {
        #expect(1_234_567.grouped == "1,234,567")
        #expect((-1_000).grouped == "−1,000")
        #expect(999.grouped == "999")
        #expect([0.signed, 12.signed, (-3).signed] == ["±0", "+12", "−3"])
        #expect(1.counted("person", "people") == "1 person")
        #expect(2_104.counted("person", "people") == "2,104 people")
    }

    @Test func `times are read in UTC`() {
        #expect(Sample.noon.readable == "2026-11-22 12:00:00 UTC")
    }

    @Test func `colours are only where they are wanted`() {
        #expect(Terminal(colors: true).paint("x", .red) == "\u{1B}[31mx\u{1B}[0m")
        #expect(Terminal().paint("x", .red) == "x")
    }

    @Test func `a chain hangs each line below the one before`() {
        var output = ""
        Tree("root", Tree.chain(["entry", "team"]) + [Tree("end")]).draw(width: 40, into: &output)
        #expect(output == "root\n├─ entry\n│  └─ team\n└─ end\n")
    }
}

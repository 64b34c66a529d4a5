import Entitlements
import Testing

@Suite struct CanonicalJSONTests {
    // RFC 8785 §3.2.2, with the numbers that are ours: integers.
    @Test func `there is one way to write a document`() {
        let value: JSONValue = [
            "numbers": [333, 0, -1, .integer(.max), .integer(.min)],
            "string": "\u{20ac}$\u{0F}\u{0A}A'\u{42}\u{22}\u{5c}\\\u{22}/",
            "literals": [nil, true, false],
        ]
        #expect(
            CanonicalJSON.text(of: value)
                == #"{"literals":[null,true,false],"numbers":[333,0,-1,9223372036854775807,"#
                + #"-9223372036854775808],"string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    }

    // RFC 8785 §3.2.3 sorts by UTF-16 units; ours by code points, which differ beyond the BMP alone.
    @Test func `keys are sorted by code points`() {
        let value: JSONValue = [
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "1": "One", "10": "Ten",
            "\u{0080}": "Control", "\u{00f6}": "Latin", "A": "A", "a": "a", "": "empty",
            "\u{fb33}": "Hebrew", "\u{1F600}": "Emoji",
        ]
        #expect(
            CanonicalJSON.text(of: value)
                == "{\"\":\"empty\",\"\\r\":\"Carriage Return\",\"1\":\"One\",\"10\":\"Ten\","
                + "\"A\":\"A\",\"a\":\"a\",\"\u{0080}\":\"Control\",\"\u{00f6}\":\"Latin\","
                + "\"\u{20ac}\":\"Euro Sign\",\"\u{fb33}\":\"Hebrew\",\"\u{1F600}\":\"Emoji\"}")
    }

    @Test(arguments: [
        ("\u{08}\u{09}\u{0A}\u{0C}\u{0D}", #""\b\t\n\f\r""#),
        ("\u{00}\u{1f}\u{7f}", "\"\\u0000\\u001f\u{7f}\""),
        ("a/b", #""a/b""#),
        ("e\u{301}", "\"e\u{301}\""),
    ])
    func `only what must be escaped is escaped, and nothing is normalised`(
        text: String, expected: String
    ) {
        #expect(Array(CanonicalJSON.text(of: .string(text)).utf8) == Array(expected.utf8))
    }

    @Test func `what needs an escape gets it wherever it stands, and nothing else`() {
        for scalar in (UInt8(0)...0x7F).map(Unicode.Scalar.init) + ["é", "\u{10FFFF}"] {
            let needsEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            for (before, behind) in (0..<18).flatMap({ count in [(count, 0), (count, 9)] }) {
                let text =
                    String(repeating: "~", count: before) + String(scalar)
                    + String(repeating: "é", count: behind)
                let json = CanonicalJSON.text(of: .string(text))
                #expect(json.utf8.contains(UInt8(ascii: "\\")) == needsEscape)
                if !needsEscape { #expect(json == "\"\(text)\"") }
            }
        }
    }

    @Test func `the same for people has two spaces a level and nothing within empty ones`() {
        let value: JSONValue = ["b": [1, [:]], "a": []]
        #expect(
            CanonicalJSON.prettyText(of: value) == """
                {
                  "a": [],
                  "b": [
                    1,
                    {}
                  ]
                }
                """)
    }

    @Test func `a writer that is used again forgets what it wrote`() {
        var writer = JSONWriter(indentation: nil)
        writer.write("first")
        writer.removeAll()
        writer.write(text: "second")
        #expect(writer.bytes == Array("\"second\"".utf8))
    }

    @Test func `values are made from what is at hand`() {
        #expect(JSONValue.optional(nil) == .null)
        #expect(JSONValue.optional("x") == "x")
        #expect(JSONValue.number(UInt8(7)) == 7)
        #expect(JSONValue.strings(["a", "b"]) == ["a", "b"])
    }
}

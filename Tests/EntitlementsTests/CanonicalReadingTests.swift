import Entitlements
import Testing

/// The one spelling of a document is read, and no other.
struct CanonicalReadingTests {
    @Test(
        arguments: [
            nil, true, false, 0, -7, .integer(.max), .integer(.min), "", "plain", "ünï 👩‍💻",
            "\"\\/\u{0}\u{1}\u{8}\t\n\u{c}\r\u{1f}\u{7f}", [], [nil, [1, "x"]], [:],
            ["": 1, "a": ["b": []], "ab": nil, "ü": "\u{1}"],
        ] as [JSONValue])
    func `what was written is read as it was`(value: JSONValue) {
        let bytes = CanonicalJSON.bytes(of: value)
        #expect(CanonicalJSON.value(of: bytes) == value)
        for end in bytes.indices where !bytes.allSatisfy({ $0 < 0x3A }) {
            #expect(CanonicalJSON.value(of: bytes[..<end]) == nil)
        }
    }

    @Test(
        arguments: [
            "", " 1", "1 ", "01", "-0", "+1", "1.0", "1e2", "--1", "9223372036854775808", "-",
            "nul", "True", "[1,]", "[1 ]", "[", "{\"a\":1,}", "{\"b\":1,\"a\":1}",
            "{\"a\":1,\"a\":1}", "{a:1}", "{\"a\" :1}", "\"", "\"\\u0041\"", "\"\\u001F\"",
            "\"\\u000a\"", "\"\\/\"", "\"\n\"", "\"\\u00+1\"", "\"\\", "1x", "[1][2]",
        ])
    func `another spelling is nil`(text: String) {
        #expect(CanonicalJSON.value(of: text.utf8) == nil)
    }

    @Test func `what is no UTF-8, or nested without end, is nil`() {
        #expect(CanonicalJSON.value(of: [0x22, 0xFF, 0x22]) == nil)
        #expect(CanonicalJSON.value(of: [0x22, 0x5C, 0x6E, 0xC3, 0x22]) == nil)
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(CanonicalJSON.value(of: deep.utf8) == nil)
    }
}

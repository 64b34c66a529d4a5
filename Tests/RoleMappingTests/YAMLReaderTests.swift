import Diagnostics
import Directory
import RoleMapping
import Testing

struct YAMLReaderTests {
    private func findings(_ text: String, _ read: (YAMLMapping) -> Void = { _ in }) -> [String] {
        let reader = YAMLReader(path: "f.yaml", text: text)
        if let root = reader.root?.mapping(keys: ["alpha", "beta"]) { read(root) }
        return reader.findings.sorted().map(\.description)
    }

    @Test func `an unknown key is found at its place, with the key that was meant`() {
        #expect(
            findings("alpha: 1\n  \nbta: 2\n") == [
                "f.yaml:3:1: error: unknown key \"bta\"; did you mean \"beta\"? [yaml.unknown-key]"
            ])
        #expect(
            findings("alpha: 1\nomega: 2\n") == [
                "f.yaml:2:1: error: unknown key \"omega\"; the keys here are alpha, beta [yaml.unknown-key]"
            ])
    }

    @Test func `what could be a secret is never repeated`() {
        let secret = "hunter2"
        let texts = [
            "{password:\(secret): 1}", "alpha: \(secret)", "- \(secret)", "alpha: [\(secret)",
            "alpha: !!binary \(secret)", "? [\(secret)]\n: 1",
        ]
        for text in texts {
            let found = findings(text) { root in
                _ = root["alpha"]?.int(in: 1...2)
                _ = root["alpha"]?.word(among: ["one"])
                _ = root["alpha"]?.duration()
                _ = root["alpha"]?.day()
                _ = root["alpha"]?.list()
            }
            #expect(!found.isEmpty)
            #expect(!found.joined().contains(secret), "\(text)")
        }
    }

    @Test func `a duplicate key is refused`() {
        #expect(
            findings("alpha: 1\nbeta: 2\nalpha: 3\n") == [
                "f.yaml:1:1: error: the key \"alpha\" stands twice in this mapping [yaml.duplicate-key]"
            ])
        #expect(findings("alpha: 1\n\"alpha\": 3\n").count == 1)
    }

    @Test func `a value of the wrong kind says what was expected and what was found`() {
        #expect(
            findings("alpha: {a: 1}\nbeta:\n  - 1\n") { root in
                _ = root["alpha"]?.list()
                _ = root["beta"]?.string()
            } == [
                "f.yaml:1:8: error: expected a list, found a mapping [yaml.wrong-type]",
                "f.yaml:3:3: error: expected text, found a list [yaml.wrong-type]",
            ])
    }

    @Test func `a missing key is found at its mapping, also when nothing stands behind it`() {
        #expect(
            findings("alpha:\n") { _ = $0.required("alpha") } == [
                "f.yaml:1:1: error: the key \"alpha\" is missing [yaml.missing-key]"
            ])
    }

    @Test func `numbers, truth values and words are read strictly`() {
        let text = "alpha: 12\nbeta: yes\n"
        let found = findings(text) { root in
            #expect(root["alpha"]?.int(in: 1...12) == 12)
            #expect(root["alpha"]?.int(in: 1...11) == nil)
            #expect(root["beta"]?.bool() == nil)
            #expect(root["beta"]?.word(among: ["yet", "no"]) == nil)
            #expect(root["beta"]?.string() == "yes")
        }
        #expect(
            found == [
                "f.yaml:1:8: error: expected a whole number from 1 to 11 [yaml.wrong-value]",
                "f.yaml:2:7: error: expected one of yet, no; did you mean \"yet\"? [yaml.wrong-value]",
                "f.yaml:2:7: error: expected true or false [yaml.wrong-value]",
            ])
    }

    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("10s", .seconds(10)), ("5m", .seconds(300)),
        ("1h", .seconds(3600)), ("7d", .seconds(604_800)),
    ]) func `a duration has a number and a unit`(text: String, duration: Duration) {
        let found = findings("alpha: \(text)") { #expect($0["alpha"]?.duration() == duration) }
        #expect(found == [])
    }

    @Test(arguments: ["10", "s", "-1s", "1.5h", "10 s", "10w", "99999999999999999999s", "9e18d"])
    func `anything else is no duration`(text: String) {
        let found = findings("alpha: \(text)") { #expect($0["alpha"]?.duration() == nil) }
        #expect(found.count == 1)
    }

    @Test func `a duration too long for the clock is refused`() {
        #expect(
            findings("alpha: 9223372036854775807d") { _ = $0["alpha"]?.duration() } == [
                "f.yaml:1:8: error: the duration is too long [yaml.wrong-value]"
            ])
    }

    @Test func `a day is a day of the calendar`() {
        let found = findings("alpha: 2026-12-31\nbeta: 2026-02-30\n") { root in
            #expect(root["alpha"]?.day() == Timestamp("2026-12-31T00:00:00Z"))
            #expect(root["beta"]?.day() == nil)
        }
        #expect(
            found == ["f.yaml:2:7: error: expected a day such as 2026-12-31 [yaml.wrong-value]"])
    }

    @Test(arguments: ["", "# nothing but a comment\n", "---\n", "~"])
    func `an empty document is a finding`(text: String) {
        #expect(findings(text) == ["f.yaml: error: the file is empty [yaml.empty]"])
    }

    @Test func `a second document is a finding`() {
        #expect(
            findings("alpha: 1\n---\nbeta: 2\n") == [
                "f.yaml:3:1: error: a second document begins here; a file holds one document: make two files of it [yaml.several-documents]"
            ])
    }

    @Test func `anchors, aliases and merges are refused by name`() {
        let hint =
            "anchors and aliases are not allowed; write the value out where it is needed [yaml.refused]"
        #expect(findings("alpha: &a [1]\nbeta: *a\n") == ["f.yaml:1:8: error: \(hint)"])
        #expect(findings("alpha: &a {x: 1}\nbeta: {<<: *a}\n") == ["f.yaml:1:8: error: \(hint)"])
        #expect(findings("alpha: 'Research & *Development*'\n") == [])
    }

    @Test func `a billion laughs are refused before they are told`() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...40 {
            text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        text += "? *a40\n: 1\n"
        let found = findings(text)
        #expect(found.count == 1)
        #expect(found[0].contains("yaml.refused"))
    }

    @Test func `a depth without end is refused and does not overflow the stack`() {
        let found = findings(String(repeating: "[", count: 200_000))
        #expect(found.count == 1)
        #expect(found[0].contains("yaml.syntax"))
        let nested = 900
        #expect(
            findings(
                "alpha: " + String(repeating: "[", count: nested)
                    + String(repeating: "]", count: nested)) == [])
    }

    @Test func `a tag is refused`() {
        #expect(
            findings("alpha: !!python/object x\n") == [
                "f.yaml:1:8: error: tags are not allowed; the keys decide what a value is: leave the tag out [yaml.refused]"
            ])
    }

    @Test func `a tab is called a tab`() {
        #expect(
            findings("alpha:\n\tbeta: 1\n") == [
                "f.yaml:2:1: error: the line is indented with a tab; indent with spaces [yaml.tab]"
            ])
    }

    @Test func `what is no YAML is found where it is`() {
        #expect(
            findings("alpha: a: b\n") == [
                "f.yaml:1:9: error: not YAML: mapping values are not allowed in this context; put quotes around a text that has a colon in it [yaml.syntax]"
            ])
        #expect(
            findings("alpha: [1, 2\nbeta: 3\n") == [
                "f.yaml:2:5: error: not YAML: did not find expected ',' or ']'; put quotes around a text that has brackets, braces or a comma in it [yaml.syntax]"
            ])
        #expect(
            findings("alpha: 1\u{1}\n") == [
                "f.yaml:1:9: error: not YAML: control characters are not allowed [yaml.syntax]"
            ])
    }

    @Test func `a byte order mark is passed over`() {
        let found = findings("\u{FEFF}alpha: 1\n") { #expect($0["alpha"]?.string() == "1") }
        #expect(found == [])
    }

    @Test func `bytes that are not UTF-8, or too many, are refused`() {
        var found: [Diagnostic] = []
        #expect(YAMLText.decode([0x61, 0xFF], path: "f.yaml", findings: &found) == nil)
        let bytes = repeatElement(UInt8(ascii: "a"), count: YAMLText.largestSize + 1)
        #expect(YAMLText.decode(Array(bytes), path: "f.yaml", findings: &found) == nil)
        #expect(
            found.map(\.description) == [
                "f.yaml: error: the file is not UTF-8; save it as UTF-8 [yaml.encoding]",
                "f.yaml: error: the file has 4194305 bytes; at most 4194304 are read [yaml.too-large]",
            ])
    }

    @Test func `columns count characters, and lines end as YAML ends them`() {
        // A family and an accent are one character each.
        let reader = YAMLReader(path: "f.yaml", text: "a: 1\r\n\"👨‍👩‍👧e\u{301}\": [x]\r\n")
        let entries = reader.root?.mappingOfAnyKeys()?.entries ?? []
        #expect(entries.map(\.keyPlace.description) == ["f.yaml:1:1", "f.yaml:2:1"])
        #expect(entries.last?.value.place.description == "f.yaml:2:7")
    }

    /// The text, what is sought in it, and where it is.
    @Test(arguments: [
        ("k: one two", "two", "1:8"),
        ("k: 'it''s two'", "two", "1:11"),
        ("k: \"a \\\"b\\\" \\u00e9 two\"", "two", "1:20"),
        ("k: one\n  two three", "three", "2:7"),
        ("k: \"one\n\n  two\"", "two", "3:3"),
        ("k: |\n  one\n  two", "two", "3:3"),
        ("k: >-\n  one\n  two", "two", "3:3"),
        ("k: 'größe two' # x", "two", "1:11"),
    ]) func `a character of a text has a place in the file`(text: String, word: String, at: String)
    {
        let reader = YAMLReader(path: "f", text: text)
        let value = reader.root?.mapping(keys: ["k"])?["k"]
        let string = value?.string() ?? ""
        let range = string.ranges(of: word).first
        let offset = string.distance(
            from: string.startIndex, to: range?.lowerBound ?? string.endIndex)
        #expect(value?.place(ofCharacter: offset).description == "f:\(at)")
    }
}

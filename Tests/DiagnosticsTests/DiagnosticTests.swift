import Diagnostics
import Testing

@Suite struct DiagnosticTests {
    private let entry = Place.entry(source: "corp", entry: "uid=ada,dc=example,dc=org")

    @Test func `a finding in a file is printed as compilers print it`() {
        let finding = Diagnostic(
            .error, "mapping.unknown-role", "unknown role",
            at: .file(path: "roles.yaml", line: 3, column: 7), hint: "did you mean \"admin\"?")
        let expected =
            "roles.yaml:3:7: error: unknown role; did you mean \"admin\"? [mapping.unknown-role]"
        #expect(finding.description == expected)
        #expect(finding.debugDescription == expected)
    }

    @Test func `the safe rendering names the source, the full one the entry`() {
        let finding = Diagnostic(.warning, "correlation.reporting-loop", "a loop", at: entry)
        #expect(
            finding.description == "source corp: warning: a loop [correlation.reporting-loop]")
        #expect(
            finding.debugDescription
                == "source corp, entry uid=ada,dc=example,dc=org: warning: a loop [correlation.reporting-loop]"
        )
        #expect(!"\(finding)".contains("ada"))
    }

    @Test func `a finding about the whole has no place`() {
        #expect(Diagnostic(.note, "a.b", "fine").description == "note: fine [a.b]")
    }

    @Test func `errors come first, then places, codes, texts and hints`() {
        let file = Place.file(path: "a.yaml", line: nil, column: nil)
        let sorted = [
            Diagnostic(.error, "z", "z", at: entry),
            Diagnostic(.warning, "b", "b"),
            Diagnostic(.warning, "a", "a", at: file),
            Diagnostic(.warning, "b", "a", at: file),
            Diagnostic(.warning, "b", "b", at: file),
            Diagnostic(.warning, "b", "b", at: file, hint: "c"),
            Diagnostic(.warning, "a", "a", at: entry),
            Diagnostic(.note, "a", "a"),
        ]
        #expect(sorted.reversed().sorted() == sorted)
        #expect(Diagnostic.Severity.allCases.reversed().sorted() == [.error, .warning, .note])
    }
}

@Suite struct PlaceTests {
    @Test(arguments: [
        (Place.file(path: "a.yaml", line: nil, column: nil), "a.yaml"),
        (.file(path: "a.yaml", line: 2, column: nil), "a.yaml:2"),
        (.file(path: "a.yaml", line: 2, column: 3), "a.yaml:2:3"),
    ])
    func `a file is shown as far as it is known`(place: Place, text: String) {
        #expect(place.description == text)
        #expect(place.debugDescription == text)
    }

    @Test func `files come before entries, by path, line and column as numbers`() {
        let sorted: [Place] = [
            .file(path: "a", line: nil, column: nil), .file(path: "a", line: 2, column: 10),
            .file(path: "a", line: 10, column: 1), .file(path: "b", line: 1, column: 1),
            .entry(source: "a", entry: "z"), .entry(source: "b", entry: "a"),
        ]
        #expect(sorted.reversed().sorted() == sorted)
    }
}

@Suite struct SuggestionTests {
    @Test func `the nearest word is suggested, without regard to case`() {
        let words = ["people", "groups", "schema"]
        #expect(Suggestion.nearest(to: "Poeple", among: words) == "people")
        #expect(Suggestion.nearest(to: "GROUP", among: words) == "groups")
        #expect(Suggestion.hint(for: "shema", among: words) == "did you mean \"schema\"?")
    }

    @Test func `nothing is suggested when nothing is near`() {
        #expect(Suggestion.nearest(to: "tls", among: ["people", "bind"]) == nil)
        #expect(Suggestion.hint(for: "tls", among: []) == nil)
    }

    @Test func `of two equally near the first in order is taken`() {
        #expect(Suggestion.nearest(to: "bat", among: ["hat", "cat"]) == "cat")
    }

    @Test func `a short word may have one edit`() {
        #expect(Suggestion.nearest(to: "ab", among: ["a"]) == "a")
        #expect(Suggestion.nearest(to: "ab", among: ["cd"]) == nil)
        #expect(Suggestion.nearest(to: "", among: ["a"]) == "a")
    }
}

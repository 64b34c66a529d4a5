import Directory
import TestSupport
import Testing

@testable import SCIMFilter

/// Whatever the text: a filter or an error, never a crash, and a filter survives its own rendering.
@Suite struct FilterFuzzTests {
    static let seeds = [
        #"userName eq "ada" and not (title sw "Man\u00e4ger" or emails[type eq "work" and value co "@"])"#,
        #"groups.display ne "x" or managers eq "lee" and meta.created gt "2026-01-01T00:00:00Z""#,
        #"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq null or name pr"#,
        #"((active eq true) or (active ne FALSE)) and employeeNumber ge "7""#,
    ]

    @Test func `random bytes`() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
            check(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func `mutated filters`() {
        var random = SplitMix64(seed: 2)
        let alphabet = Array(#"()[]"\ aeqnot.:-0é😀u\#t"#.unicodeScalars)
        for round in 0..<8000 {
            var scalars = Array(Self.seeds[round % Self.seeds.count].unicodeScalars)
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                let letter = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                switch Int.random(in: 0..<4, using: &random) {
                case 0: scalars.remove(at: place)
                case 1: scalars.insert(letter, at: place)
                case 2: scalars[place] = letter
                default: scalars.insert(contentsOf: scalars[place...].prefix(9), at: place)
                }
            }
            check(String(String.UnicodeScalarView(scalars)))
        }
    }

    private func check(_ text: String) {
        do throws(FilterError) {
            let filter = try Filter.parse(text)
            let again = try Filter.parse(filter.description)
            #expect(again.description == filter.description)
            let subject = Colleague((.userName, "ada"), (.title, "Manäger"))
            let holds = filter.matches(subject)
            #expect(again.matches(subject) == holds)
            #expect(filter.matchedParts(for: subject).isEmpty != holds)
            #expect(filter.failedParts(for: subject).isEmpty == holds)
        } catch {
            #expect(error.column >= 1 && error.column <= text.count + 1)
        }
    }
}

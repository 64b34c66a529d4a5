import Testing

@testable import Directory

struct PersonIDTests {
    private static let texts = [
        "", ":", "corp", "corp:", "corp:ada", "corp:f", "okta:ada", "é:ada", "e\u{301}:ada",
        "corp:00000000-0000-0000-0000-000000000000", "corp:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "corp:F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "okta:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "corp-2:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        ":f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "a:b:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "é:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "e\u{301}:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "corp:f81d4fae-7dec-11d0-a765-00a0c91e6bf7", "corp:f81d4fae-7dec-11d0-a765-00a0c91e6bf6 ",
    ]

    @Test func `an id is its text, in order, equality and hash`() {
        for one in Self.texts {
            #expect(Array(PersonID(one).rawValue.utf8) == Array(one.utf8))
            #expect(PersonID(one).withUTF8 { Array($0) } == Array(one.utf8))
            for other in Self.texts {
                #expect((PersonID(one) == PersonID(other)) == (one == other))
                #expect((PersonID(one) < PersonID(other)) == (one < other))
                if one == other { #expect(PersonID(one).hashValue == PersonID(other).hashValue) }
            }
        }
    }

    @Test(arguments: ["corp", "a:b", ""])
    func `an id made of an account is the one that its text gives`(_ source: String) {
        for anchor in ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "ada", ""] {
            let id = PersonID(PersonID.Origin(SourceID(source)), Anchor(anchor))
            #expect(id == PersonID("\(source):\(anchor)"))
            #expect(id.rawValue == "\(source):\(anchor)")
        }
    }

    @Test func `the first account is what stands before the first colon, and behind it`() {
        let uuid = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
        for (text, source, anchor) in [
            ("corp:\(uuid)", "corp", uuid), ("a:b:\(uuid)", "a", "b:\(uuid)"), ("corp", "corp", ""),
        ] {
            #expect(
                PersonID(text).firstAccount
                    == AccountKey(source: SourceID(source), anchor: Anchor(anchor)))
        }
    }
}

import Diagnostics
import Directory
import LDIFSource
import Testing

@Suite struct LDIFParserTests {
    @Test func `entries are read with their values in order`() throws {
        let text = """
            version: 1

            dn: uid=ada,dc=example,dc=org
            objectClass: top
            objectClass: inetOrgPerson
            mail: a@example.org
            cn: Ada
            MAIL: b@example.org
            empty:
            cn;lang-de:Anna

            dn: dc=org

            """
        let entries = try ParsedEntry.all(in: Array(text.utf8))
        #expect(entries.map(\.dn) == ["uid=ada,dc=example,dc=org", "dc=org"])
        #expect(
            entries[0].attributes.map(\.name) == [
                "objectClass", "mail", "cn", "empty", "cn;lang-de",
            ])
        #expect(entries[0].values("mail") == ["a@example.org", "b@example.org"])
        #expect(entries[0].values("empty") == [""])
        #expect(entries[0].values("cn;lang-de") == ["Anna"])
        #expect(entries[1].attributes.isEmpty)
    }

    @Test(arguments: [
        "dn: uid=a\ncn: Ada Byron\n", "dn: uid=a\ncn: Ada Byron", "dn: uid=a\r\ncn: Ada Byron\r\n",
        "\u{FEFF}dn: uid=a\ncn: Ada Byron\n\n\n\n", "dn:: dWlkPWE=\ncn:: QWRhIEJ5cm9u\n",
        "dn: uid\n =a\ncn: Ada\n  By\n ron\n", "dn: uid\r\n =a\r\ncn: Ada\r\n  Byron\r\n\r\n",
        "dn:: dWlk\n PWE=\ncn::QWRhIEJ5cm9u  \n", "DN:uid=a\ncn:    Ada Byron\n",
        "# comment\n folded: on\n\nversion: 1\ndn: uid=a\n#cn: No\n#dn: no\ncn: Ada Byron\n# end",
        "version: 1\ndn: uid=a\ncn: Ada Byron\n \n", "\n\r\n\ndn: uid=a\ncn: Ada Byron",
    ])
    func `one entry can be written in many ways, and cut anywhere into chunks`(
        _ text: String
    ) throws {
        for size in [1, 2, 3, 7, 1_000] {
            let entries = try ParsedEntry.all(in: Array(text.utf8), chunks: size)
            #expect(entries.map(\.dn) == ["uid=a"], "\(size)")
            #expect(
                entries.first?.attributes == [.init(name: "cn", values: ["Ada Byron"])], "\(size)")
        }
    }

    @Test(arguments: [
        ("uid: a\n", LDIFError.Code.missingDN, 1),
        ("dn: uid=a\n\nsearch: 2\nresult: 0 Success\n", .missingDN, 3),
        ("version: 2\n", .unsupportedVersion, 1),
        ("dn: uid=a\nnonsense\n", .invalidLine, 2),
        ("dn: uid=a\ncn Ada: x\n", .invalidLine, 2),
        ("dn: uid=a\n: x\n", .invalidLine, 2),
        ("dn: uid=a\ncn: x\ndn: uid=b\n", .invalidLine, 3),
        ("dn: uid=a\ncn:: QQ\n", .invalidBase64, 2),
        ("dn: uid=a\ncn:: Q=Q=\n", .invalidBase64, 2),
        ("dn: uid=a\ncn:: Q*==\n", .invalidBase64, 2),
        ("dn: uid=a\ncn:: ====\n", .invalidBase64, 2),
        ("dn: uid=a\n# one\n\n x\n", .unexpectedContinuation, 4),
        (" x\n", .unexpectedContinuation, 1),
        ("dn: uid=a\njpegPhoto:< file:///etc/passwd\n", .externalValue, 2),
        ("dn: uid=a\nchangetype: delete\n", .changeRecord, 2),
        ("dn: uid=a\ncontrol: 1.2.3\n", .changeRecord, 2),
        ("dn: uid=a\nadd: cn\ncn: x\n-\n", .changeRecord, 4),
    ])
    func `what is no entry is refused with its line`(
        _ text: String, _ code: LDIFError.Code, _ line: Int
    ) throws {
        for size in [1, 1_000] {
            let error = try #require(throws: LDIFError.self) {
                try ParsedEntry.all(in: Array(text.utf8), chunks: size)
            }
            #expect(error.code == code)
            #expect(error.line == line)
        }
    }

    @Test func `entries before a fault are given`() throws {
        var parser = LDIFParser(path: "x.ldif")
        var names: [String] = []
        let bytes = Array("dn: uid=a\n\ndn: uid=b\n\ncn: x\n".utf8)
        #expect(throws: LDIFError.self) {
            try bytes.withUnsafeBufferPointer {
                try parser.feed($0) { names.append(ParsedEntry($0).dn) }
            }
            try parser.finish { names.append(ParsedEntry($0).dn) }
        }
        #expect(names == ["uid=a", "uid=b"])
    }

    @Test func `a line without end is refused before it fills the memory`() throws {
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        var parser = LDIFParser(path: "x.ldif")
        let error = try #require(throws: LDIFError.self) {
            for _ in 0..<20 { try chunk.withUnsafeBufferPointer { try parser.feed($0) { _ in } } }
        }
        #expect(error.code == .tooLong)
    }

    @Test func `unusual values are read, with one note a kind`() throws {
        var parser = LDIFParser(path: "x.ldif")
        var found: [ParsedEntry] = []
        let bytes = Array("dn: uid=a\ncn: Zoë\nsn: Zoë\ntitle: x \nl: a\0b\n".utf8)
        try bytes.withUnsafeBufferPointer { try parser.feed($0) { found.append(ParsedEntry($0)) } }
        try parser.finish { found.append(ParsedEntry($0)) }
        #expect(try #require(found.first).values("cn") == ["Zoë"])
        #expect(try #require(found.first).values("title") == ["x "])
        #expect(
            parser.diagnostics.map(\.code) == [
                "ldif.unencoded-value", "ldif.trailing-space", "ldif.control-character",
            ])
        #expect(
            parser.diagnostics.map(\.place)
                == [2, 4, 5].map {
                    Place.file(path: "x.ldif", line: $0, column: nil)
                })
        #expect(parser.diagnostics.first?.message.hasPrefix("this line and 1 more") == true)
    }

    @Test func `no bytes at all crash the parser`() {
        var state: UInt64 = 2849
        let letters = Array("dn:=a\n \r#-<Q\u{FEFF}".utf8)
        for _ in 0..<5_000 {
            let bytes = (0..<24).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return letters[Int(state >> 33) % letters.count]
            }
            let whole = try? ParsedEntry.all(in: bytes, chunks: 100)
            let parts = try? ParsedEntry.all(in: bytes, chunks: 1)
            #expect(whole == parts, "\(bytes)")
        }
    }
}

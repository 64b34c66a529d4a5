import Testing

@testable import Directory

@Suite struct PackedValuesTests {
    @Test func `what is packed comes back, however long and from whatever source and element`() {
        let texts =
            ["a", String(repeating: "é", count: 127), String(repeating: "x", count: 255)]
            + [String(repeating: "x", count: 256), String(repeating: "ж", count: 40_000)]
        var entries: [AttributeValues.Entry] = []
        for (element, text) in texts.enumerated() {
            entries.append(
                .init(.emailsValue, text, element: element * 16_383, source: UInt8(element)))
        }
        entries.append(.init(.managers, "last", source: 255))
        let values = AttributeValues(entries.shuffled())
        #expect(Array(values.entries) == entries)
        #expect(values.values(of: .emailsValue) == texts)
        #expect(values[.managers] == "last")
        #expect(values[.title] == nil)
    }

    @Test func `of two values of one attribute and element the first is kept, few or many`() {
        for count in [3, 100] {
            let entries = (0..<count).map {
                AttributeValues.Entry(.emailsValue, "\($0)", element: $0 % 3)
            }
            let values = AttributeValues(entries + [.init(.title, "a"), .init(.title, "b")])
            #expect(values.values(of: .emailsValue) == ["0", "1", "2"])
            #expect(values.values(of: .title) == ["a"])
        }
    }

    @Test func `another source's word is the same values with another source`() {
        let values = AttributeValues([.init(.userName, "ada"), .init(.title, "Lead")])
        #expect(values.said(by: 3).entries.map(\.source) == [3, 3])
        #expect(values.said(by: 3).said(by: 0) == values)
        #expect(values.said(by: 3).source(of: .title, value: "Lead") == 3)
        #expect(values.source(of: .title, value: "lead") == nil)
    }

    @Test func `a visit stops where the test accepts`() {
        let values = AttributeValues([
            .init(.emailsValue, "a@example.org"), .init(.emailsValue, "b@example.org", element: 2),
        ])
        var visited = 0
        #expect(
            values.anyValue(of: .emailsValue) { _, _ in
                visited += 1; return true
            })
        #expect(visited == 1)
        #expect(!values.anyValue(of: .emailsValue, in: 1) { _, _ in true })
        #expect(values.anyValue(of: .emailsValue, in: 2) { _, _ in true })
    }
}

@Suite struct AnchorTests {
    @Test func `an anchor is what it was made of, letter by letter`() {
        for text in [
            "", "7", "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0", "0B1C2D3E-4F50-6172-8394-A5B6C7D8E9F0",
            "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f", "0b1c2d3e4f50-6172-8394-a5b6c7d8e9f01-",
            "gb1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
        ] {
            #expect(Anchor(text).rawValue == text)
            #expect(Anchor(text) == Anchor(text))
        }
        #expect(
            Anchor("0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0")
                != Anchor("0B1C2D3E-4F50-6172-8394-A5B6C7D8E9F0"))
    }

    @Test func `only hexadecimal digits make a UUID, whatever byte stands instead`() {
        let id = Array("0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0".utf8)
        for index in id.indices {
            for byte in UInt8.min...UInt8.max {
                var bytes = id
                bytes[index] = byte
                let isDash = id[index] == UInt8(ascii: "-")
                let isDigit = byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
                let isUUID = isDash ? byte == id[index] : isDigit
                let bits = bytes.withUnsafeBufferPointer { UUIDBits($0) }
                #expect((bits != nil) == isUUID, "\(byte) at \(index)")
                if let bits {
                    #expect(bits.description == String(decoding: bytes, as: UTF8.self).lowercased())
                }
                let isLowered = isUUID && byte &- UInt8(ascii: "A") >= 26
                let exact = bytes.withUnsafeBufferPointer { UUIDBits($0, inLowerCase: true) }
                #expect(exact == (isLowered ? bits : nil))
            }
        }
    }

    @Test func `anchors are in the order of their texts`() {
        let texts = [
            "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-8000-000000000000",
            "0000000a-0000-0000-0000-000000000000", "9", "a",
            "f0000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff", "g",
        ]
        #expect(texts.shuffled().map(Anchor.init(_:)).sorted().map(\.rawValue) == texts)
    }
}

@Suite struct FoldedLetterTests {
    @Test func `the short way to a normal form gives what the long way gives`() throws {
        for value in Array(UInt32(0x20)..<0x620) + [
            0x7C0, 0x905, 0xE2A, 0xFFF, 0x1000, 0x3041, 0x30A2, 0x4E00, 0x9FFF, 0xAC00, 0xD7A3,
        ]
            + [0x1E9E, 0x212A, 0x3000, 0x3099, 0xFB01, 0x1F600]
        {
            guard let scalar = Unicode.Scalar(value), !"\"+,;<>\\=#".unicodeScalars.contains(scalar)
            else { continue }
            let name = "cn=Ab\(scalar)\u{E9} c\(scalar),dc=Example"
            let short = try Array(name.utf8).withUnsafeBufferPointer {
                try DistinguishedName.Key(bytes: $0)
            }
            #expect(short == (try DistinguishedName(name)).key, "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: [
        #"cn=\20Ab  c\20,dc=x"#, #"cn=\ a\20\20b"#, #"cn=\20"#, #"cn= \41\2c\,b ,dc=\20 y"#, "cn=",
    ])
    func `spaces and escapes fold alike both ways`(name: String) throws {
        let short = Array(name.utf8).withUnsafeBufferPointer { PlainNameFolder.fold($0) }
        #expect(try short == DistinguishedName(name).key.text)
    }

    @Test func `bytes that are no letters are no name`() {
        for bytes: [UInt8] in [[0xC3], [0xC3, 0x28], [0xE4, 0xB8], [0xED, 0xA0, 0x80], [0xFF]] {
            let name = Array("cn=a".utf8) + bytes + Array(",dc=example".utf8)
            let text = name.withUnsafeBufferPointer { PlainNameFolder.fold($0) }
            #expect(text == nil)
        }
    }
}

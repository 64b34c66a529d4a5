import Directory
import Testing

@Suite struct VocabularyTimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-22T21:06:45Z", 1_795_381_605),
        ("2024-02-29", 1_709_164_800), ("1969-12-31T23:59:59Z", -1),
        ("2026-11-22T22:06:45.999+01:00", 1_795_381_605), ("2026-11-22t21:06:45z", 1_795_381_605),
        ("2026-11-22 16:36:45-04:30", 1_795_381_605), ("0001-01-01", -62_135_596_800),
        ("2016-12-31T23:59:60Z", 1_483_228_799),
    ])
    func `RFC 3339 is read with any offset`(_ text: String, _ seconds: Int64) {
        #expect(Timestamp(text)?.secondsSinceEpoch == seconds)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-02-29", "2026-11-22T", "2026-11-22T24:00:00Z",
        "2026-11-22T21:06:45", "2026-11-22T21:06:45.Z", "2026-11-22T21:06:45+1:00",
        "2026-11-22T21:06:45Zx", "2026-1-2", "２０２６-11-22",
    ])
    func `what is no time is none`(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `a time prints in UTC and reads back`() {
        for seconds in stride(
            from: Int64(-70_000_000_000), through: 70_000_000_000, by: 999_999_937)
        where seconds > -62_000_000_000 {
            let time = Timestamp(secondsSinceEpoch: seconds)
            #expect(Timestamp(time.description) == time)
        }
        #expect(Timestamp(secondsSinceEpoch: 1_795_381_605).day == "2026-11-22")
    }
}

@Suite struct VocabularyAttributeTests {
    @Test func `every attribute is found by its path, in any case`() {
        for attribute in Attribute.allCases {
            #expect(Attribute(path: attribute.path) == attribute)
            #expect(Attribute(path: attribute.path.uppercased()) == attribute)
            let urn = attribute.definition.schema.rawValue
            #expect(Attribute(path: "\(urn):\(attribute.path)") == attribute)
        }
    }

    // P19
    @Test func `an attribute is not found under another schema's URN`() {
        let core = AttributeDefinition.Schema.core.rawValue
        #expect(Attribute(path: "\(core):department") == nil)
        #expect(Attribute(path: "\(core):userName") == .userName)
        #expect(Attribute(path: "urn:nonsense:userName") == nil)
        #expect(Attribute(path: "emails") == nil)
        #expect(Attribute(path: "") == nil)
    }

    @Test func `a path falls into its parts`() {
        #expect(Attribute.nameFamilyName.definition.name == "name")
        #expect(Attribute.nameFamilyName.definition.subAttribute == "familyName")
        #expect(Attribute.title.definition.subAttribute == nil)
    }
}

@Suite struct VocabularyValuesTests {
    @Test func `values are sorted by attribute and element, empty ones dropped`() {
        let values = AttributeValues([
            .init(.department, "Relations"), .init(.emailsValue, "b@example.org", element: 1),
            .init(.emailsValue, "a@example.org"), .init(.userName, "ada"), .init(.title, ""),
        ])
        #expect(
            values.entries.map(\.attribute) == [.userName, .emailsValue, .emailsValue, .department])
        #expect(values.values(of: .emailsValue) == ["a@example.org", "b@example.org"])
        #expect(values[.emailsValue] == "a@example.org")
        #expect(values[.title] == nil)
    }

    @Test func `of two values in one place the first is kept`() {
        let values = AttributeValues([
            .init(.title, "first"), .init(.userName, "ada"), .init(.title, "second"),
        ])
        #expect(values.values(of: .title) == ["first"])
        #expect(values.entries.count == 2)
    }

    @Test func `the order in which values came does not matter`() {
        let entries: [AttributeValues.Entry] = [
            .init(.userName, "ada"), .init(.title, "t"), .init(.emailsValue, "m"),
        ]
        #expect(AttributeValues(entries) == AttributeValues(entries.reversed()))
        #expect(AttributeValues().entries.isEmpty)
    }
}

import LDIFSource
import Testing

@Suite struct LDIFErrorTests {
    // P25
    @Test func `an error says what and where, and the path only when debugging`() throws {
        let error = try #require(throws: LDIFError.self) {
            try ParsedEntry.all(in: Array("dn: uid=secret\nsecret\n".utf8), path: "/secret.ldif")
        }
        #expect(error.description == "LDIF line 2: the line is no attribute and value")
        #expect(
            error.debugDescription
                == "LDIF line 2: the line is no attribute and value, parse /secret.ldif")
        #expect(error.label == "invalid-line")
        #expect(error.operation == .parse)
        #expect(error.hint == "write NAME: VALUE, and begin a continued line with one space")
    }
}

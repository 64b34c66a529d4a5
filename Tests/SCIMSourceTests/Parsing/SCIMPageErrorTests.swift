import Directory
import Testing

@testable import SCIMSource

@Suite struct SCIMPageErrorTests {
    // P25
    @Test func `no rendering of an error but the full one shows the server's words`() {
        for code in SCIMPageError.Code.allCases {
            let error = SCIMPageError(
                code, size: 7,
                response: ErrorResponse(status: 404, scimType: "not secret", detail: "secret ada"))
            #expect(!error.description.contains("secret"))
            #expect(!error.incompleteReason.message.contains("secret"))
            #expect(error.incompleteReason.hint?.contains("secret") == false)
            #expect(error.label == code.rawValue)
            #expect(error.debugDescription.contains("secret ada"))
        }
    }

    @Test func `an error says its status and the protocol's word`() {
        let error = SCIMPageError(
            .errorResponse, size: 120,
            response: ErrorResponse(status: 400, scimType: "expiredCursor", detail: "d"))
        #expect(
            error.description
                == "the answer is an error of the protocol, 120 bytes, status 400, expiredCursor")
        #expect(
            error.debugDescription
                == "error-response: \(error.description): expiredCursor: d")
    }

    @Test func `every finding has a code of its own`() {
        let codes = SCIMFinding.allCases.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.hasPrefix("scim.") })
    }
}

import Entitlements
import Review
import Testing

@Suite struct ReviewErrorTests {
    @Test(arguments: ReviewError.Code.allCases)
    func `every error has a safe sentence, a full one and a label`(code: ReviewError.Code) {
        let error = ReviewError(
            code, while: .reject, change: "0123456789ab", approvers: "the manager",
            reviewer: "planted-login")
        #expect(error.description.hasPrefix("cannot reject 0123456789ab: "))
        #expect(error.description.hasSuffix("; the manager may"))
        #expect(!"\(error)".contains("planted-login"))
        #expect(error.debugDescription.contains("planted-login"))
        #expect(error.label == code.rawValue)
    }

    @Test func `each code has a sentence of its own`() {
        let sentences = ReviewError.Code.allCases.map {
            ReviewError($0, while: .approve).description
        }
        #expect(Set(sentences).count == sentences.count)
        #expect(
            ReviewError(.nothingToDecide, while: .approve).debugDescription
                == "cannot approve: nothing in the change set is the reviewer's to decide; "
                + "`rollcall changes show` says whose [nothing-to-decide]")
    }
}

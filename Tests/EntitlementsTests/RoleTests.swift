import Entitlements
import Testing

@Suite struct RoleTests {
    @Test func `a privileged role is more than a sensitive one, and that more than a standard one`()
    {
        #expect(Tier.privileged > .sensitive)
        #expect(Tier.sensitive > .standard)
    }

    @Test(arguments: ["person:ada", "group:insights-owners", "group:a:b"])
    func `a principal is read as it is written`(text: String) {
        #expect(Principal(text)?.description == text)
    }

    @Test(arguments: ["", "ada", "person:", "group:", "role:x", "Person:ada"])
    func `what is no principal is refused`(text: String) {
        #expect(Principal(text) == nil)
    }
}

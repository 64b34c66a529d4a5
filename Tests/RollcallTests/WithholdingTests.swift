import Testing

/// What must not happen although somebody, or some reading, seems to say so.
@Suite(.blocking) struct WithholdingTests {
    @Test func `applying before anything is approved settles and attests nothing`() throws {
        let site = try Site.filed()
        try site.sync()
        let before = try site.run("ledger", "export").out
        try site.apply()
        #expect(try site.run("ledger", "export").out == before)
        #expect(try site.run("ledger", "verify").status == 0)
        #expect(try site.entitlements().isEmpty)
    }

    @Test func `what cannot be read of somebody neither grants nor revokes`() throws {
        let site = try Site.filed()
        try site.settle()
        // Ada's department decides on a grant; Tom's type, on whether he is here at all.
        let department = "departmentNumber: Builder Relations"
        try site.edit(
            "directory.ldif", replacing: "employeeNumber: 1005\n\(department)",
            with: "employeeNumber: 1005\ndepartmentNumber:: /////w==")
        try site.edit(
            "directory.ldif", replacing: "employeeType: Terminated",
            with: "employeeType:: /////w==")
        let run = try site.sync()
        #expect(run.run.outcome.string == "unchanged")
        #expect(try site.entitlements() == SmallOrganization.entitlements)
    }

    @Test func `what stays or waits because it cannot be known is counted`() throws {
        let site = try Site.filed()
        try site.settle()
        // Kim manages by her title; Tom's type says that he has left.
        try site.edit(
            "directory.ldif", replacing: "title: Manager, Builder Relations Americas",
            with: "title:: /////w==")
        try site.edit(
            "directory.ldif", replacing: "employeeType: Terminated",
            with: "employeeType:: /////w==")
        let run = try site.sync()
        #expect(run.unproved.int == 1 && run.withheld.int ?? 0 > 1, "\(run)")
        let said = try site.run("sync").out
        #expect(
            said.contains("1 entitlement stays though no rule grants it now: a value could not"))
        #expect(try site.entitlements() == SmallOrganization.entitlements)
    }

    @Test func `an approval by somebody who has lost the right to give it counts no more`() throws {
        let site = try Site.filed()
        try site.sync()
        try site.approve()
        let uma = "member: uid=uma,ou=People,dc=example,dc=org"
        try site.edit(
            "directory.ldif",
            replacing: "member: uid=kim,ou=People,dc=example,dc=org\n\(uma)", with: uma)
        try site.sync()
        try site.apply()
        let held = try site.entitlements()
        #expect(held.contains("ada insights-viewer organization"))
        #expect(!held.contains { $0.contains("insights-admin") })
    }

    // P12
    @Test func `choosing by role or login does not name a change that must be named`() throws {
        let site = try Site.filed()
        try site.settle()
        try site.edit(
            "directory.ldif", replacing: "entryUUID: 00000000-0000-4000-8000-000100000013",
            with: "entryUUID: 00000000-0000-4000-8000-0001000000ff")
        try site.sync(exits: 3)
        for reviewer in ["lee", "kim", "uma"] {
            try site.run(
                "changes", "approve", "--as", reviewer, "--role", "insights-admin", "--person",
                "raj")
        }
        let shown = try site.run("changes", "show", "--format", "json").json
        let grants = shown.changes.array.filter { $0.action.string == "grant" }
        #expect(grants.count == 1)
        #expect(grants.allSatisfy { $0.state.string == "held" })
    }
}

import Foundation
import TestSupport
import Testing

/// A SCIM source that cannot be read as it is configured says so, and what to do.
@Suite(.blocking) struct SCIMConfigurationTests {
    // P25, P34
    @Test func `a wrong token exits with 1, with a hint and without the token`() throws {
        let joined = try JoinedSite()
        try joined.settle()
        let site = joined.site
        let held = try site.entitlements()
        try site.command.write("another-planted-token", to: "token")
        let output = try site.run("sync")
        #expect(output.status == 1)
        #expect(output.out.contains("invalid-credentials"), "\(output.out)")
        let doctor = try site.run("doctor")
        #expect(doctor.status == 1 && doctor.out.contains("FAIL  source okta"), "\(doctor.out)")
        for said in [output.out, output.error, doctor.out, doctor.error] {
            #expect(!said.contains("planted"))
        }
        let run = try site.sync(exits: 1)
        #expect(run.sources[1].reasons[0].hint.string != nil)
        #expect(try site.entitlements() == held)
    }

    @Test func `a token that is not there is told apart from one that is refused`() throws {
        let joined = try JoinedSite()
        let okta = Site.scim(joined.service.url)
            .replacingOccurrences(of: "{file: token}", with: "{env: NO_SUCH_TOKEN}")
        try joined.configure(authority: JoinedSite.authority, okta: okta)
        let output = try joined.site.run("sync")
        #expect(output.status == 1 && output.out.contains("secret-unavailable"), "\(output.out)")
        #expect(output.out.contains("the environment variable NO_SUCH_TOKEN is not set"))
    }

    @Test func `the doctor tries the service and says what it is like`() throws {
        let joined = try JoinedSite()
        let output = try joined.site.run("doctor")
        #expect(output.status == 0, "\(output.out)")
        #expect(output.out.contains("source okta: \(joined.service.url.prefix(20))"))
        #expect(
            output.out.contains("source okta: the list of people begins with 9"), "\(output.out)")
        #expect(output.out.contains("changes of people cannot be asked for"), "\(output.out)")
        joined.service.kill()
        let down = try joined.site.run("doctor")
        #expect(down.status == 1 && down.out.contains("FAIL  source okta"), "\(down.out)")
    }

    @Test(arguments: [
        ("url: http://127.0.0.1", "url: http://okta.example.org", "https://"),
        ("auth: {bearer: {file: token}}", "auth: {bearer: {file: token}, none: true}", "bearer"),
        ("auth: {bearer: {file: token}}", "auth: {none: false}", "{none: true}"),
        ("auth: {bearer: {file: token}}", "auth: {bearer: planted}", "env"),
        ("url: http://127.0.0.1", "url: http://127.0.0.1/scim/Users # ", "leave out /Users"),
        ("url: http://127.0.0.1", "url: http://127.0.0.1/Groups/ # ", "leave out /Groups"),
        ("auth: {bearer: {file: token}}", "outh: {bearer: {file: token}}", "did you mean"),
        ("type: scim", "type: scmi", "scim"),
        ("type: scim", "type: scim\n    sync: lastmodified", "lastModified"),
    ])
    func `a mistake in the configuration is shown with its place and a way out`(
        old: String, new: String, hint: String
    ) throws {
        let joined = try JoinedSite()
        try joined.site.edit("rollcall.yaml", replacing: old, with: new)
        let output = try joined.site.run("sync")
        #expect(output.status == 2)
        #expect(output.error.contains("rollcall.yaml:1"), "\(output.error)")
        #expect(output.error.contains(hint), "\(output.error)")
        #expect(!output.error.contains("planted"))
    }
}

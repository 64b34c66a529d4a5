import TestSupport
import Testing

/// Where a secret is found.
struct SecretTests {
    @Test func `a secret is in its file if there is one, else in the environment`() throws {
        let site = try Site.served()
        try site.edit(
            "rollcall.yaml", replacing: "{file: password}",
            with: "{file: mounted, env: READER_5ECRET}"
        )
        let run = { (secret: String?) in
            try site.command.run(
                ["sync", "--dry-run"], environment: secret.map { ["READER_5ECRET": $0] } ?? [:])
        }
        #expect(try run(Site.readerPassword).status == 0)
        #expect(try run("planted-other").status == 1)
        #expect(try run(nil).status == 1)
        let doctor = try site.run("doctor").out
        #expect(doctor.contains("the environment variable READER_5ECRET is not set"), "\(doctor)")

        try site.command.write("planted-other", to: "mounted")
        #expect(try run(Site.readerPassword).status == 1)
        try site.command.write(Site.readerPassword + "\n", to: "mounted")
        #expect(try run("planted-other").status == 0)
    }

    @Test func `a secret that is nowhere is refused with what to write`() throws {
        let site = try Site.served()
        try site.edit("rollcall.yaml", replacing: "{file: password}", with: "{}")
        let output = try site.run("sync")
        #expect(output.status == 2 && output.error.contains("env, file or both"), "\(output.error)")
    }
}

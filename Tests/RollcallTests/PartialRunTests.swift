import Foundation
import TestSupport
import Testing

/// Runs that look at those alone whom changes concern, beside runs over everybody.
struct PartialRunTests {
    private static let people = "ou=People,dc=example,dc=org"
    private static let groups = "ou=Groups,dc=example,dc=org"

    /// What happens, one run after the other.
    private static let events = [
        replace("departmentNumber", of: "uid=ada,\(people)", with: "Platform"),
        replace("title", of: "uid=tom,\(people)", with: "Manager of nothing"),
        """
        dn: uid=newcomer,\(people)
        objectClass: inetOrgPerson
        uid: newcomer
        cn: New Comer
        sn: Comer
        employeeType: Employee
        departmentNumber: Builder Relations
        manager: uid=lee,\(people)


        dn: cn=builder-relations,\(groups)
        changetype: modify
        add: member
        member: uid=newcomer,\(people)


        """,
        replace("employeeType", of: "uid=ada,\(people)", with: "Terminated"),
        "dn: uid=newcomer,\(people)\nchangetype: modrdn\nnewrdn: uid=oldtimer\ndeleteoldrdn: 1\n\n",
        """
        dn: cn=builder-relations,\(groups)
        changetype: modify
        delete: member
        member: uid=newcomer,\(people)


        dn: uid=oldtimer,\(people)
        changetype: delete


        """,
        replace("telephoneNumber", of: "uid=lee,\(people)", with: "+1 555 0100"),
    ]

    private static func replace(_ attribute: String, of dn: String, with value: String) -> String {
        "dn: \(dn)\nchangetype: modify\nreplace: \(attribute)\n\(attribute): \(value)\n\n"
    }

    /// One source, and two that describe the same people.
    @Test(arguments: [["corp"], ["corp", "twin"]])
    func `a run over changes comes to what a run over everybody comes to`(
        _ sources: [String]
    ) throws {
        var options = SlapdOptions()
        options.overlays = [.syncProvider(sessionLog: 1_000)]
        let partial = try Site.served(options: options)
        let server = try #require(partial.server)
        let whole = try Site.filed()
        for (site, sync) in [(partial, "sync: syncrepl"), (whole, "")] {
            try site.configure(
                sources.map { Site.source(server.url, id: $0, more: sync) },
                more: "correlation: {keys: [employeeNumber, emails.value]}")
            try site.settle()
            try site.sync()
        }
        var runs = 0
        for (number, event) in Self.events.enumerated() {
            try server.modify(ldif: event)
            let (one, other) = (try look(partial), try look(whole))
            #expect(one.run.json.changeSet == other.run.json.changeSet, "event \(number)")
            #expect(one.run.status == other.run.status, "event \(number)")
            #expect(one.changes == other.changes, "event \(number)")
            #expect(one.directory == other.directory, "event \(number)")
            if !one.run.error.contains("everybody is looked at") { runs += 1 }
        }
        #expect(runs > 1)
        let verified = try partial.run("ledger", "verify")
        #expect(verified.status == 0, "\(verified.out)")
    }

    private func look(
        _ site: Site
    ) throws -> (run: RollcallCommand.Output, changes: String, directory: String) {
        let run = try site.run("sync", "--format", "json", "--log-level", "info")
        return (
            run, try site.run("changes", "show", "--format", "csv").out,
            try site.run("directory", "export", "--format", "json").out
        )
    }
}

import Foundation
import TestSupport

extension BenchmarkSite {
    /// One refresh of the plain C reader, from where its last one with that cookie ended.
    func refresh(_ cookie: String = "cookie") throws -> Measurement {
        try MeasuredProcess(
            program: "\(programs)/PlainSyncReader",
            arguments: arguments() + [folder.url(cookie).path],
            output: folder.url("refresh.json").path
        ).run()
    }

    /// Changes so many entries: a telephone number each, and of every tenth the membership of a group.
    func change(_ count: Int, round: Int) throws {
        var records = ""
        for number in 0..<count {
            let step = organization.people.count / count
            let position = (number * step + round) % organization.people.count
            let person = organization.people[position]
            records += """
                dn: \(person.dn.description)
                changetype: modify
                replace: telephoneNumber
                telephoneNumber: +1 555 \(round * count + number)


                """
            let groups = organization.groups
            let group = groups[(20 + (number + round) % 50) % groups.count]
            if number % 10 == 9, !group.people.contains(position) {
                records += member(person.dn, of: group.dn)
            }
        }
        try server.modify(ldif: records)
    }

    /// Takes somebody out of the group of everybody, or puts them into it again.
    func changeEverybody(round: Int) throws {
        let person = organization.people[organization.people.count / 3]
        try server.modify(
            ldif: """
                dn: \(organization.groups[0].dn.description)
                changetype: modify
                \(round % 2 == 0 ? "add" : "delete"): member
                member: \(person.dn.description)


                """)
    }

    /// A server that was started again does not know what happened before, and lists everybody once
    /// something has happened since. Nobody who is read changes.
    func restart(round: Int) throws {
        try changeSuffix("before \(round)")
        server.stop()
        try server.start()
        try changeSuffix("after \(round)")
    }

    private func changeSuffix(_ description: String) throws {
        try server.modify(
            ldif: """
                dn: \(GeneratedOrganization.suffix)
                changetype: modify
                replace: description
                description: \(description)


                """)
    }

    private func member(_ person: GeneratedDN, of group: GeneratedDN) -> String {
        """
        dn: \(group.description)
        changetype: modify
        add: member
        member: \(person.description)


        """
    }
}

import Foundation
import TestSupport

/// A pull as one writes it with python-ldap: in pages, each entry as a dictionary of its values.
struct PythonPull {
    private let folder: TemporaryFolder
    private static let home = Repository.path(".build/python/python-ldap")

    /// Nil, loudly, when the package is not here.
    init?(_ folder: TemporaryFolder) throws {
        guard FileManager.default.fileExists(atPath: Self.home + "/installed") else {
            Benchmarks.say(
                "SKIPPED: python-ldap is not here: run Deploy/install-packages --tests")
            return nil
        }
        self.folder = folder
        try folder.write(Self.script, to: "pull.py")
    }

    /// - Parameter arguments: as the plain readers are told.
    func run(_ arguments: [String]) throws -> Measurement {
        try MeasuredProcess(
            program: Self.home + "/bin/python3",
            arguments: [folder.url("pull.py").path] + arguments, output: folder.url("pull.txt").path
        ).run()
    }

    private static let script = """
        import sys
        import ldap
        from ldap.controls import SimplePagedResultsControl

        url, user, password, people, groups = sys.argv[1:]
        connection = ldap.initialize(url)
        connection.simple_bind_s(user, password)


        def pull(base, filter):
            found, page = {}, SimplePagedResultsControl(True, size=1000, cookie="")
            while True:
                request = connection.search_ext(
                    base, ldap.SCOPE_SUBTREE, filter, ["*", "entryUUID"], serverctrls=[page])
                _, entries, _, controls = connection.result3(request)
                for dn, attributes in entries:
                    found[dn] = {
                        name: [value.decode() for value in values]
                        for name, values in attributes.items()}
                page.cookie = controls[0].cookie
                if not page.cookie:
                    return found


        print(len(pull(people, "(objectClass=inetOrgPerson)")),
              len(pull(groups, "(objectClass=groupOfNames)")))
        """
}

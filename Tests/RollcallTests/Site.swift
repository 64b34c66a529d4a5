import Foundation
import TestSupport
import Testing

/// A place where Rollcall is at work: a configuration, the store beside it, and the directory server
/// that it reads, if there is one.
final class Site {
    static let reader = "cn=reader,dc=example,dc=org"
    static let readerPassword = "planted-5ecret-of-the-reader"

    var command: RollcallCommand
    /// The value of `store`.
    var store = "sqlite:rollcall.db"
    let server: SlapdServer?

    private init(_ server: SlapdServer?) throws {
        command = try RollcallCommand()
        self.server = server
        try command.write(Self.readerPassword, to: "password")
    }

    /// A site with a server that holds the fixture and an account to read it with.
    /// - Parameters:
    ///   - access: what stands between the rule of the passwords and the rest.
    ///   - guards: the value of `guards`.
    static func served(
        _ fixture: String = "small", options: SlapdOptions = SlapdOptions(), guards: String? = nil
    ) throws -> Site {
        let server = try SlapdServer(options, ldif: try Self.fixture(fixture) + readerEntry)
        let site = try Site(server)
        try site.configure([source(server.url)], guards: guards)
        return site
    }

    /// A site that reads a copy of the fixture, `directory.ldif`.
    static func filed(_ fixture: String = "small", guards: String? = nil) throws -> Site {
        let site = try Site(nil)
        try site.command.write(try Self.fixture(fixture), to: "directory.ldif")
        try site.configure([file()], guards: guards)
        return site
    }

    static func fixture(_ name: String) throws -> String {
        try String(contentsOfFile: Repository.path("Fixtures/\(name).ldif"), encoding: .utf8)
    }

    private static let readerEntry = """

        dn: \(reader)
        objectClass: organizationalRole
        objectClass: simpleSecurityObject
        cn: reader
        userPassword: \(readerPassword)

        """
}

// MARK: - Configuration

extension Site {
    /// Writes `rollcall.yaml`.
    /// - Parameter sources: from ``source(_:id:tls:people:filter:more:)`` and
    ///   ``file(_:id:)``.
    func configure(
        _ sources: [String], mappings: String = Repository.path("Mappings"), guards: String? = nil,
        more: String = ""
    ) throws {
        try command.write(
            """
            formatVersion: 1
            store: \(store)
            mappings: \(mappings)
            sources:
            \(sources.joined(separator: "\n"))
            review: {identity: local}
            \(guards.map { "guards: \($0)" } ?? "")
            \(more)
            """, to: "rollcall.yaml")
    }

    /// A server as a source, with the account that ``served(_:options:guards:)`` made.
    static func source(
        _ url: String, id: String = "corp", tls: String = "{mode: none}",
        people: String = "ou=People,dc=example,dc=org", scope: String = "sub",
        filter: String? = nil, more: String = ""
    ) -> String {
        let filter = filter.map { ", filter: '\($0)'" } ?? ""
        return """
              - id: \(id)
                type: ldap
                url: \(url)
                bind: {method: simple, dn: "\(reader)", password: {file: password}}
                tls: \(tls)
                schema: inetOrgPerson
                people: {base: "\(people)", scope: \(scope)\(filter)}
                groups: {base: "ou=Groups,dc=example,dc=org"}
                inactive: {attribute: employeeType, equals: Terminated}
                \(more)
            """
    }

    /// A server that says nothing, and is given so much time that only who is asked to end does.
    static func silentSource(_ socket: LoopbackSocket) -> String {
        source(
            "ldap://localhost:\(socket.port)", more: "timeouts: {connect: 10m, operation: 10m}")
    }

    /// A file as a source.
    /// - Parameter more: further lines, indented by four.
    static func file(
        _ path: String = "directory.ldif", id: String = "corp", more: String = ""
    ) -> String {
        """
          - id: \(id)
            type: ldif
            path: \(path)
            schema: inetOrgPerson
            inactive: {attribute: employeeType, equals: Terminated}
        \(more)
        """
    }

    /// Edits a copy of the mappings.
    func editMapping(_ file: String, replacing old: String, with new: String) throws {
        try copyMappings()
        try edit("mappings/\(file)", replacing: old, with: new)
    }

    /// As if the mappings stated no tests, which would refuse what the test is about.
    func dropMappingTests() throws {
        try copyMappings()
        try command.write("formatVersion: 1\n", to: "mappings/tests.yaml")
    }

    private func copyMappings() throws {
        let copy = command.folder.appending(path: "mappings")
        if FileManager.default.fileExists(atPath: copy.path) { return }
        try FileManager.default.copyItem(atPath: Repository.path("Mappings"), toPath: copy.path)
        try edit("rollcall.yaml", replacing: Repository.path("Mappings"), with: "mappings")
    }

    func edit(_ file: String, replacing old: String, with new: String) throws {
        let text = try String(contentsOf: command.folder.appending(path: file), encoding: .utf8)
        try #require(text.contains(old), "\(file) has no \(old)")
        try command.write(text.replacingOccurrences(of: old, with: new), to: file)
    }
}

// MARK: - Work

extension Site {
    @discardableResult
    func run(_ arguments: String...) throws -> RollcallCommand.Output { try command.run(arguments) }

    /// One run.
    /// - Parameter status: that it must exit with.
    @discardableResult
    func sync(exits status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws
        -> JSON
    {
        let output = try run("sync", "--format", "json")
        #expect(output.status == status, "\(output.error)", sourceLocation: sourceLocation)
        return output.json
    }

    /// Lee and Kim, who together own every role, approve each change by name. Nobody decides about
    /// their own access.
    func approve(
        by reviewers: [String] = ["lee", "kim"], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let shown = try run("changes", "show", "--format", "json").json
        for reviewer in reviewers {
            let ids = shown.changes.array.filter { $0.person.userName.string != reviewer }
                .compactMap(\.id.string)
            guard !ids.isEmpty else { continue }
            let output = try command.run(
                ["changes", "approve", "--as", reviewer] + ids.flatMap { ["--change", $0] })
            #expect(output.status == 0, "\(output.error)", sourceLocation: sourceLocation)
        }
    }

    @discardableResult
    func apply(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
        let output = try run("changes", "apply", "--format", "json")
        #expect(output.status == 0, "\(output.error)", sourceLocation: sourceLocation)
        return output.json
    }

    /// Brings everything that the rules grant into force.
    @discardableResult
    func settle(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
        let run = try sync(sourceLocation: sourceLocation)
        try approve(sourceLocation: sourceLocation)
        try apply(sourceLocation: sourceLocation)
        return run
    }

    /// What is in force: `ada insights-viewer organization`.
    func entitlements(_ arguments: String...) throws -> Set<String> {
        let output = try command.run(["entitlements", "--format", "json"] + arguments)
        return Set(
            output.json.entitlements.array.map {
                "\($0.person.string ?? "?") \($0.role.string ?? "?") \($0.scope.string ?? "?")"
            })
    }

    /// The changes of the pending or latest change set: `revoke ivo insights-viewer organization`.
    func changes(_ changeSet: String...) throws -> Set<String> {
        let output = try command.run(["changes", "show", "--format", "json"] + changeSet)
        return Set(
            output.json.changes.array.map {
                [$0.action, $0.person.userName, $0.role, $0.scope].map { $0.string ?? "?" }
                    .joined(separator: " ")
            })
    }

    /// Whether somebody holds the lease of the store, if there is one.
    var isAtWork: Bool {
        let store = command.folder.appending(path: "rollcall.db").path
        let held = try? Tool.run(
            "sqlite3", ["-readonly", store, "SELECT count(*) FROM leases WHERE holder IS NOT NULL"])
        return held?.hasPrefix("1") == true
    }

    /// Everything that the folder holds, by name.
    func files() throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: command.folder.path)
        return names.reduce(into: [:]) { files, name in
            let url = command.folder.appending(path: name)
            if !url.hasDirectoryPath { files[name] = try? Data(contentsOf: url) }
        }
    }
}

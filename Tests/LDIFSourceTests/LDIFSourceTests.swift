import Diagnostics
import Directory
import Foundation
import LDIFSource
import Testing

@Suite struct LDIFSourceTests {
    private static let sample = """
        version: 1

        dn: dc=example,dc=org
        objectClass: dcObject
        objectClass: organization
        dc: example

        dn: uid=ada,ou=People,dc=example,dc=org
        uid: ada
        objectClass: inetOrgPerson
        cn:: QWRhIELDvHJvbg==
        entryUUID: 2
        manager: uid=Bob,ou=People,dc=example,dc=org

        dn: uid=bob,ou=People,dc=example,dc=org
        objectclass: INETORGPERSON
        uid: bob
        entryUUID: 1

        dn: cn=readers,ou=Groups,dc=example,dc=org
        objectClass: groupOfNames
        cn: readers
        entryUUID: 3
        member: uid=ada,ou=People,dc=example,dc=org
        member:

        """

    @Test func `a file is a directory`() async throws {
        let reading = try await read(Self.sample)
        #expect(reading.certificate.isComplete)
        #expect(reading.accounts.map { $0.attributes[.userName] } == ["bob", "ada"])
        #expect(reading.accounts.last?.attributes[.nameFormatted] == "Ada Büron")
        #expect(reading.accounts.last?.manager == .account(0))
        #expect(reading.groups.map(\.display) == ["readers"])
        #expect(reading.groups.first?.accounts == [1])
        #expect(reading.certificate.queries.map(\.entries) == [3, 1])
        #expect(reading.certificate.queries.map(\.excluded) == [1, 0])
        #expect(reading.certificate.queries.map(\.pages) == [1, 1])
        #expect(
            reading.certificate.queries.first?.query.hasSuffix(
                "directory.ldif (objectClass=inetOrgPerson)") == true)
        #expect(reading.diagnostics.map(\.code) == ["directory.empty-member"])
        #expect(
            (reading.certificate.start.secondsSinceEpoch, reading.certificate.end.secondsSinceEpoch)
                == (7, 7))
    }

    // P13
    @Test func `bases choose what belongs to the source`() async throws {
        let reading = try await read(
            Self.sample, peopleBase: DistinguishedName("UID=ADA, ou=people,dc=example,dc=org"),
            groupsBase: DistinguishedName("ou=People,dc=example,dc=org"))
        #expect(reading.accounts.map { $0.attributes[.userName] } == ["ada"])
        // A base that is there and has no groups: an empty answer, and a complete one.
        #expect(reading.groups.isEmpty)
        #expect(reading.certificate.isComplete)
        #expect(
            reading.certificate.queries.map(\.exclusions) == [
                [.init(.neitherPersonNorGroup, 1), .init(.outsideBase, 1)],
                [.init(.outsideBase, 1)],
            ])
    }

    // P9
    @Test(arguments: [
        ("ou=Peopel,dc=example,dc=org", "ou=Groups,dc=example,dc=org", ["people.base"]),
        ("ou=People,dc=example,dc=org", "ou=Gruops,dc=example,dc=org", ["groups.base"]),
        ("dc=example,dc=com", "dc=example,dc=com", ["people.base", "groups.base"]),
    ])
    func `a base of which the file holds nothing is a mistake, not an empty directory`(
        people: String, groups: String, missing: [String]
    ) async throws {
        let reading = try await read(
            Self.sample, peopleBase: DistinguishedName(people),
            groupsBase: DistinguishedName(groups))
        let reasons = reading.certificate.reasons
        #expect(reasons.allSatisfy { $0.code == "no-such-object" && $0.hint != nil })
        #expect(
            reasons.map(\.message) == missing.map { "the file holds no entry at or below \($0)" })
    }

    // P9
    @Test(arguments: ["dc=example,dc=org", "uid=ada,ou=People,dc=example,dc=org"])
    func `a base is there when it, or something below it, is in the file`(base: String) async throws
    {
        let reading = try await read(
            Self.sample, peopleBase: DistinguishedName(base),
            groupsBase: DistinguishedName("OU=groups, dc=example, dc=org"))
        #expect(reading.certificate.isComplete)
        #expect(!reading.accounts.isEmpty && reading.groups.count == 1)
    }

    @Test func `a fault ends the reading, and what was read proves nothing`() async throws {
        let reading = try await read(Self.sample + "\ndn: uid=c\nchangetype: add\n")
        #expect(reading.accounts.count == 2)
        #expect(reading.groups.count == 1)
        #expect(reading.certificate.reasons.map(\.code) == ["change-record"])
        #expect(reading.certificate.queries.map(\.pages) == [0, 0])
        let finding = try #require(reading.diagnostics.first)
        #expect(finding.code == "ldif.change-record")
        #expect(finding.description.contains("directory.ldif:28: error: LDIF line 28:"))
    }

    @Test func `a file that is not there is unreadable, with a hint`() async throws {
        let source = LDIFSource(
            .init(id: SourceID("seed"), path: "/nowhere/x.ldif", schema: .inetOrgPerson)
        ) { Timestamp(secondsSinceEpoch: 7) }
        let reading = try await source.fetch { _ in }
        #expect(reading.accounts.isEmpty)
        let reason = try #require(reading.certificate.reasons.first)
        #expect(reason.code == "unreadable-file")
        #expect(
            reason.message == "LDIF file: the file cannot be read: No such file or directory (2)")
        #expect(reason.hint != nil)
        #expect(source.id == SourceID("seed"))
    }

    @Test func `a folder is unreadable`() async throws {
        let source = LDIFSource(
            .init(id: SourceID("seed"), path: "/", schema: .inetOrgPerson)
        ) { Timestamp(secondsSinceEpoch: 7) }
        #expect(
            try await source.fetch { _ in }.certificate.reasons.map(\.code) == ["unreadable-file"])
    }

    // P4
    @Test(arguments: ["", "version: 1\n", "# nothing\n"])
    func `a file without entries is not an empty directory`(_ text: String) async throws {
        #expect(try await read(text).certificate.reasons.map(\.code) == ["no-entries"])
    }

    @Test func `an entry that may be somebody proves nothing when it is left out`() async throws {
        let reading = try await read("dn: uid=a\nuid: a\nentryUUID: 1\n")
        #expect(reading.accounts.isEmpty)
        #expect(reading.certificate.reasons.map(\.code) == ["unusable-entry"])
        #expect(reading.diagnostics.map(\.code) == ["ldif.no-object-class"])
        let other = try await read(
            "dn: nonsense\nobjectClass: inetOrgPerson\nentryUUID: 1\n",
            peopleBase: DistinguishedName("dc=org"))
        #expect(other.certificate.reasons.map(\.code) == ["unusable-entry", "no-such-object"])
        #expect(other.diagnostics.map(\.code) == ["ldif.invalid-dn"])
    }

    @Test func `a file that grows while it is read proves nothing`() async throws {
        let path = try file(Self.sample)
        defer { remove(path) }
        let source = LDIFSource(
            .init(id: SourceID("seed"), path: path, schema: .inetOrgPerson)
        ) { Timestamp(secondsSinceEpoch: 7) }
        let reading = try await source.fetch { _ in
            guard let handle = FileHandle(forWritingAtPath: path) else { return }
            handle.seekToEndOfFile()
            handle.write(Data("# more\n".utf8))
        }
        #expect(reading.certificate.reasons.map(\.code).first == "changed-while-read")
    }

    @Test func `a reading can be cancelled`() async throws {
        let path = try file(Self.sample)
        defer { remove(path) }
        let source = LDIFSource(
            .init(id: SourceID("seed"), path: path, schema: .inetOrgPerson)
        ) { Timestamp(secondsSinceEpoch: 7) }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await source.fetch { _ in }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    private func read(
        _ text: String, peopleBase: DistinguishedName? = nil, groupsBase: DistinguishedName? = nil
    ) async throws -> SourceReading {
        let path = try file(text)
        defer { remove(path) }
        let source = LDIFSource(
            .init(
                id: SourceID("seed"), path: path, schema: .inetOrgPerson, peopleBase: peopleBase,
                groupsBase: groupsBase)
        ) { Timestamp(secondsSinceEpoch: 7) }
        return try await source.fetch { _ in }
    }

    private func remove(_ path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try? FileManager.default.removeItem(at: folder)
    }

    private func file(_ text: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("rollcall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appendingPathComponent("directory.ldif").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }
}

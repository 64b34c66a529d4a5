import Diagnostics
import Directory
import Foundation
import LDIFSource
import Testing

/// An export of Active Directory.
@Suite struct ActiveDirectoryFileTests {
    private static func entry(_ name: String, _ classes: [String], category: String?) -> String {
        """
        dn: CN=\(name),CN=Users,DC=example,DC=org
        \(classes.map { "objectClass: \($0)" }.joined(separator: "\n"))
        \(category.map { "objectCategory: \($0)" } ?? "description: none")
        objectGUID: 00000000-0000-4000-8000-00000000000\(name.count)
        objectSid:: AQUAAAAAAAUVAAAAF6fGIva5QcyzUrHmVQQAAA==
        sAMAccountName: \(name)
        primaryGroupID: 513
        userAccountControl: 512


        """
    }

    private static let user = ["top", "person", "organizationalPerson", "user"]
    private static let schema = "CN=Schema,CN=Configuration,DC=example,DC=org"

    private func read(_ text: String) async throws -> SourceReading {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "rollcall-\(UUID().uuidString).ldif")
        try Data(text.utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        return try await LDIFSource(
            .init(id: SourceID("ad"), path: path.path, schema: .activeDirectory)
        ) { Timestamp(secondsSinceEpoch: 7) }.fetch { _ in }
    }

    @Test func `computers are no people, though they are of a person's classes`() async throws {
        let reading = try await read(
            Self.entry("ada", Self.user, category: "CN=Person,\(Self.schema)")
                + Self.entry(
                    "host", Self.user + ["computer"], category: "CN=Computer,\(Self.schema)")
                + Self.entry("zoe.1", Self.user + ["inetOrgPerson"], category: "person"))
        #expect(reading.certificate.isComplete)
        #expect(reading.accounts.map { $0.attributes[.userName] } == ["ada", "zoe.1"])
        #expect(
            reading.certificate.queries.first?.query.hasSuffix(
                "(&(objectCategory=person)(objectClass=user))") == true)
    }

    @Test func `without a category nobody knows whether it is a person`() async throws {
        let reading = try await read(Self.entry("ada", Self.user, category: nil))
        #expect(reading.certificate.reasons.map(\.code) == ["unusable-entry"])
        #expect(reading.diagnostics.map(\.code) == ["ldif.no-object-category"])
        #expect(
            reading.certificate.queries.first?.exclusions == [.init(.noObjectCategory, 1)])
    }
}

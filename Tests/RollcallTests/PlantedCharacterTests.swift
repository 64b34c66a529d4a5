import Foundation
import TestSupport
import Testing

/// What a directory plants in its names and DNs reaches no terminal, and no cell of a report.
@Suite(.blocking) struct PlantedCharacterTests {
    private static let planted = "\u{1B}[2J\u{1B}]0;x\u{7}\u{8}\u{9B}31m\u{85}\u{202E}\u{2066}evil"

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }

    private func site() throws -> Site {
        let site = try Site.filed()
        // A manager must have a name that parses; the others show that entries need not.
        let name = Self.planted.replacing(";", with: "\\;")
        let person = "uid=planted,ou=\(Self.planted),dc=example,dc=org"
        let group = "cn=planted,ou=\(Self.planted),dc=example,dc=org"
        let entries = """

            dn:: \(Self.base64(person))
            objectClass: inetOrgPerson
            uid: planted
            cn: planted
            sn: planted
            displayName:: \(Self.base64(Self.planted))
            title:: \(Self.base64(Self.planted))
            departmentNumber: Builder Relations
            manager:: \(Self.base64("uid=gone,ou=\(name),dc=example,dc=org"))
            entryUUID: 00000000-0000-4000-8000-0001000000ff

            dn:: \(Self.base64(group))
            objectClass: groupOfNames
            cn: planted
            member:: \(Self.base64(person))
            member: cn=nobody,dc=example,dc=org
            entryUUID: 00000000-0000-4000-8000-0002000000ff

            """
        try site.command.write(try Site.fixture("small") + entries, to: "directory.ldif")
        return site
    }

    // P31
    @Test func `no command hands a planted control character on`() throws {
        let site = try site()
        let asked = [
            ["mappings", "preview", "--verbose"], ["sync", "--dry-run"], ["sync"],
            ["changes", "show"], ["changes", "show", "--format", "markdown"],
            ["changes", "show", "--format", "csv"], ["changes", "show", "--format", "html"],
            ["directory", "export"], ["directory", "person", "planted"],
            ["directory", "group", "planted"], ["mappings", "lint"], ["mappings", "test"],
            ["why-not", "planted", "insights-viewer"], ["person", "planted"],
            ["ledger", "show"], ["doctor"],
        ]
        for arguments in asked { try expectLegible(site, arguments) }
        try site.approve()
        try site.apply()
        let why = ["why", "planted", "insights-viewer"]
        for arguments in [["entitlements"], why, why + ["--format", "markdown"]] {
            let out = try expectLegible(site, arguments)
            #expect(out.contains("evil"), "the name is shown all the same: \(arguments)")
        }
    }

    @discardableResult
    private func expectLegible(
        _ site: Site, _ arguments: [String], _ location: SourceLocation = #_sourceLocation
    ) throws -> String {
        let output = try site.command.run(arguments)
        let isCSV = arguments.contains("csv")
        for scalar in (output.out + output.error).unicodeScalars {
            let drives =
                switch scalar.value {
                case 0x0A: false
                case 0x0D: !isCSV
                case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
                default: false
                }
            #expect(
                !drives, "U+\(String(scalar.value, radix: 16)) in \(arguments)",
                sourceLocation: location)
        }
        return output.out
    }
}

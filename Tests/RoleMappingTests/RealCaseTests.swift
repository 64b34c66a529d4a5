import Diagnostics
import Directory
import Entitlements
import Foundation
import LDIFSource
import RoleMapping
import Testing

/// The mapping files and organisations of the repository.
struct RealCaseTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func snapshot(_ name: String) async throws -> DirectorySnapshot {
        var schema = LDAPSchema.inetOrgPerson
        schema.inactivity = [.equals("employeeType", "Terminated")]
        let source = LDIFSource(
            .init(
                id: SourceID("corp"), path: Self.root.path + "/Fixtures/" + name, schema: schema),
            now: { moment("2026-11-22") })
        let reading = try await source.fetch { _ in }
        #expect(reading.certificate.isComplete)
        return Correlation(keys: [], authority: Authority()).snapshot(
            of: [SelectedReading(id: SourceID("corp"), reading: reading)], known: [:])
    }

    private func mapping() throws -> RoleMapping {
        let folder = MappingFolder.read(Self.root.path + "/Mappings")
        #expect(folder.diagnostics == [])
        let loaded = RoleMapping.load(folder.files)
        #expect(loaded.diagnostics == [])
        return try #require(loaded.mapping)
    }

    @Test func `the mappings pass their tests on the small organisation`() async throws {
        let results = try mapping().runTests(
            try await snapshot("small.ldif"), at: moment("2026-11-22"))
        #expect(results.count == 8)
        for result in results { #expect(result.outcome == .passed, "\(result)") }
    }

    @Test func `the mappings have nothing to be improved on the small organisation`() async throws {
        let snapshot = try await snapshot("small.ldif")
        #expect(try mapping().lint(against: snapshot, at: moment("2026-11-22")) == [])
        #expect(snapshot.diagnostics.allSatisfy { $0.severity == .note })
    }

    @Test func `who holds what in the small organisation`() async throws {
        let snapshot = try await snapshot("small.ldif")
        let result = try mapping().evaluate(snapshot, at: moment("2026-11-22"))
        #expect(result.diagnostics == [])
        func login(_ id: PersonID) -> String {
            snapshot.index(of: id).map { snapshot.people[Int($0)].userName } ?? ""
        }
        let held = result.desired.entitlements.map { entitlement in
            let key = entitlement.key
            return "\(login(key.person)) \(key.role) \(key.scope.rendered(userName: login))"
        }
        #expect(
            held.sorted() == [
                "ada insights-admin organization", "ada insights-editor group:berlin-docs",
                "ada insights-viewer department:Builder Relations",
                "ada insights-viewer organization",
                "ben insights-editor region:Americas",
                "ben insights-viewer department:Builder Relations",
                "ben insights-viewer organization",
                "eve insights-auditor organization",
                "grace insights-manager reports:grace",
                "grace insights-viewer department:Builder Relations",
                "grace insights-viewer organization",
                "ivo insights-editor group:berlin-docs", "ivo insights-editor region:EMEA",
                "ivo insights-viewer department:Builder Relations",
                "ivo insights-viewer organization",
                "kim insights-manager reports:kim",
                "kim insights-viewer department:Builder Relations",
                "kim insights-viewer organization",
                "lee insights-manager reports:lee",
                "lee insights-viewer department:Builder Relations",
                "lee insights-viewer organization",
                "max insights-manager reports:max",
                "max insights-viewer department:Builder Relations",
                "max insights-viewer organization",
                "mia insights-editor region:Americas",
                "mia insights-viewer department:Builder Relations",
                "mia insights-viewer organization",
                "nia insights-viewer department:Builder Relations",
                "raj insights-admin organization",
                "zoe insights-viewer group:berlin-docs",
            ])
    }

    @Test func `ada reads through four groups, by department and by her line`() async throws {
        let snapshot = try await snapshot("small.ldif")
        let desired = try mapping().evaluate(snapshot, at: moment("2026-11-22")).desired
        let ada = snapshot.people[Int(snapshot.people(userName: "ada")[0])].id
        func evidence(_ scope: Scope) -> [Evidence] {
            desired.entitlements
                .filter {
                    $0.key.person == ada && $0.key.role == RoleID("insights-viewer")
                        && $0.key.scope == scope
                }
                .flatMap(\.derivations).flatMap { desired.derivations[Int($0)].evidence }
        }
        #expect(
            evidence(.organization).flatMap(\.paths).map { $0.map(\.display) } == [
                ["berlin-docs", "emea-berlin", "builder-relations-emea", "builder-relations"]
            ])
        let department = evidence(.department("Builder Relations"))
        #expect(
            department.contains {
                $0.value == "Builder Relations" && $0.sourceAttribute == "departmentNumber"
            })
        #expect(department.map { $0.line.map(\.userName) }.contains(["max", "lee", "grace"]))
    }

    // P13 P14 P15 P28 P30 P31
    @Test func `the corners are evaluated without a stumble`() async throws {
        let snapshot = try await snapshot("corners.ldif")
        let loaded = load(
            roles + """
                rules:
                  - {id: a, title: A, when: active pr, grant: [{role: viewer, scope: "department:{department}"}, {role: manager, scope: "reports:{userName}"}]}
                  - {id: b, title: B, when: groups.display pr, grant: [{role: admin, scope: organization}]}
                  - {id: c, title: C, when: managers pr, grant: [{role: admin, scope: "person:{manager.value}"}]}
                """)
        let mapping = try #require(loaded.mapping)
        let desired = mapping.evaluate(snapshot, at: moment("2026-11-22")).desired
        #expect(desired.entitlements.map(\.key) == desired.entitlements.map(\.key).sorted())
        let gone = snapshot.people[Int(snapshot.people(userName: "gone")[0])].id
        #expect(!desired.entitlements.contains { $0.key.person == gone })
        #expect(snapshot.groups.contains { $0.display == "empty" })
        #expect(snapshot.groups(display: "staff").count == 2)
        #expect(snapshot.people(userName: "twin").count == 2)
        let formula = desired.entitlements.contains { $0.key.scope == .department("-2+3") }
        #expect(formula)
    }
}

import Directory
import EntitlementStore
import Entitlements
import MembershipSnapshot
import TestSupport
import Testing

@testable import WebService

/// Whether somebody may exercise a role on somebody or something.
struct CheckTests {
    private static let viewer = RoleID("viewer")

    @Test(
        arguments: [
            // The whole organisation, which is what is asked where nothing is named.
            ("organization", nil, true), ("organization", "any", true),
            ("organization", "department:Sales", true), ("organization", "person:kim", true),
            ("department:Sales", nil, false), ("department:Sales", "any", true),
            // What has the name, and the people there.
            ("department:sales", "department:Sales", true),
            ("department:Sales", "department:Builder Relations", false),
            ("department:Sales", "person:kim", true), ("department:Sales", "person:ben", false),
            ("region:EMEA", "region:emea", true), ("region:EMEA", "person:kim", true),
            ("region:EMEA", "person:lee", false), ("region:EMEA", "group:emea", false),
            // Groups within groups, and not the other way round.
            ("group:emea", "group:emea", true), ("group:emea", "group:berlin", true),
            ("group:berlin", "group:emea", false), ("group:emea", "person:ada", true),
            ("group:berlin", "person:lee", false), ("group:elsewhere", "group:elsewhere", true),
            // Everybody below, at any depth, and not the manager.
            ("reports:corp:grace", "person:ada", true), ("reports:corp:grace", "person:kim", true),
            ("reports:corp:lee", "person:ada", true), ("reports:corp:lee", "person:kim", false),
            ("reports:corp:lee", "person:lee", false), ("reports:corp:lee", "reports:lee", true),
            ("reports:corp:grace", "reports:lee", true),
            ("reports:corp:lee", "reports:grace", false),
            ("reports:corp:lee", "organization", false),
            ("reports:corp:nobody", "person:ada", false),
            // One person.
            ("person:corp:ben", "person:ben", true), ("person:corp:ben", "person:corp:ben", true),
            ("person:corp:ben", "person:ada", false), ("person:corp:lee", "reports:lee", false),
        ] as [(String, String?, Bool)])
    func `a scope reaches what it names and what is in it`(
        scope: String, target: String?, expected: Bool
    ) {
        #expect(SmallOrganization.reaches(scope, target) == expected)
    }

    @Test func `what cannot be told is no, and says why`() {
        var organization = SmallOrganization()
        organization.names = ["ada", "ben", "lee", "LEE"]
        organization.held = ["ben viewer person:corp:ada"]
        let view = organization.view
        func word(_ person: String, _ role: String, _ on: String?) -> String {
            let answer = view.check(person: person, role: RoleID(role), on: on)
            #expect(answer.holds == (answer.ground.word == "held"))
            return answer.ground.word
        }
        #expect(word("ben", "viewer", "person:ada") == "held")
        #expect(word("ben", "viewer", nil) == "not-held")
        #expect(word("ben", "editor", nil) == "unknown-role")
        #expect(word("nobody", "viewer", nil) == "unknown-person")
        #expect(word("lee", "viewer", nil) == "ambiguous-person")
        #expect(word("ben", "viewer", "person:nobody") == "unknown-target")
        #expect(word("ben", "viewer", "reports:lee") == "ambiguous-target")
        for malformed in ["", "person", "person:", "team:x", "organization:x"] {
            #expect(word("ben", "viewer", malformed) == "malformed-target", "\(malformed)")
        }
    }

    @Test func `who left keeps what nobody has revoked, and is told apart`() throws {
        var organization = SmallOrganization()
        organization.held = [
            "aaa viewer organization", "ada viewer person:corp:ben", "bob viewer organization",
            "zoe viewer organization",
        ]
        organization.gone = ["aaa", "bob", "zoe"]
        let view = organization.view
        for name in organization.gone {
            let answer = view.check(person: name, role: Self.viewer, on: nil)
            #expect(answer.holds && answer.holder?.isActive == false)
            let holder = try #require(view.holder(SmallOrganization.id(name)))
            #expect(!holder.isActive && view.entitlements(of: holder).count == 1)
        }
        #expect(!view.check(person: "ben", role: Self.viewer, on: "any").holds)
        #expect(view.check(person: "ADA", role: Self.viewer, on: "person:ben").holds)
        let holders = try #require(view.holdings(of: Self.viewer, on: .organization))
        #expect(holders.map(\.key.person) == organization.gone.map(SmallOrganization.id))
        #expect(view.holdings(of: RoleID("editor"), on: .any) == nil)
    }

    /// Interval numbers against walking up.
    @Test func `reports is true for everybody below, whatever the forest`() throws {
        var random = SplitMix64(seed: 11)
        for _ in 0..<40 {
            var organization = SmallOrganization()
            organization.names = (0..<9).map { "p\($0)" }
            organization.managers = [:]
            for position in 1..<9 where Bool.random(using: &random) {
                organization.managers["p\(position)"] =
                    "p\(Int.random(in: 0..<position, using: &random))"
            }
            organization.held = ["p0 viewer reports:corp:p1"]
            let view = organization.view
            for name in organization.names {
                var line: [String] = []
                var next = name
                while let manager = organization.managers[next] {
                    line.append(manager)
                    next = manager
                }
                let answer = view.check(person: "p0", role: Self.viewer, on: "person:\(name)")
                #expect(answer.holds == line.contains("p1"))
            }
        }
    }
}

import Directory
import Entitlements
import Testing

@Suite struct DerivationTests {
    private let rule = RuleReference(kind: .rule, id: "members-read", digest: Digest(of: "rule"))
    private let evidence = Evidence(
        condition: "groups.display eq \"b\"", attribute: "groups.display", value: "b",
        source: SourceID("corp"), sourceAttribute: "member",
        paths: [[GroupStep(id: GroupID("corp:1"), display: "b", label: "cn=b")]], morePaths: false,
        line: [PersonStep(id: PersonID("corp:2"), userName: "lee")])

    @Test func `a derivation is named by the canonical form of its rule and evidence`() {
        let derivation = Derivation(origin: rule, evidence: [evidence])
        let expected: JSONValue = [
            "evidence": [
                [
                    "attribute": "groups.display", "condition": "groups.display eq \"b\"",
                    "line": [["id": "corp:2", "userName": "lee"]], "morePaths": false,
                    "paths": [[["display": "b", "id": "corp:1", "label": "cn=b"]]],
                    "source": "corp", "sourceAttribute": "member", "value": "b",
                ]
            ],
            "origin": [
                "digest": .string(rule.digest.description), "id": "members-read", "kind": "rule",
            ],
        ]
        #expect(derivation.digest == Digest(of: CanonicalJSON.bytes(of: expected)))
    }

    @Test func `every part of it counts`() {
        let exception = RuleReference(kind: .exception, id: rule.id, digest: rule.digest)
        let reworded = RuleReference(kind: .rule, id: rule.id, digest: Digest(of: "other"))
        let derivations = [
            Derivation(origin: rule, evidence: [evidence]),
            Derivation(origin: rule, evidence: []),
            Derivation(origin: rule, evidence: [evidence, evidence]),
            Derivation(origin: exception, evidence: [evidence]),
            Derivation(origin: reworded, evidence: [evidence]),
        ]
        #expect(Set(derivations.map(\.digest)).count == derivations.count)
    }
}

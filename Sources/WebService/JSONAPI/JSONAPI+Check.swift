import Directory
import Entitlements
import Foundation
import HTTPTypes
import MembershipSnapshot

/// `/v1/check`: one question as GET, up to a thousand as POST.
extension JSONAPI {
    private static let most = 1000
    private static let parameters = ["person", "role", "on"]

    func checkAnswer(_ request: WebRequest) async throws(WebProblem) -> WebAnswer {
        try request.require(.get, .post)
        guard request.method == .post else {
            let view = try await view(request.query, taking: Self.parameters)
            let question = CheckQuestion(
                person: try request.query.required("person"),
                role: try request.query.required("role"), on: request.query["on"])
            var writer = JSONWriter(indentation: nil, capacity: 256)
            writer.write(raw: view.opening)
            writer.write(raw: ",")
            question.write(to: &writer, in: view.organization)
            writer.write(raw: view.revision)
            writer.write(raw: "}")
            return WebAnswer(.ok, writer.bytes, fields: view.fields)
        }
        let view = try await view(request.query, taking: [])
        return batch(try questions(in: request.body), view)
    }

    private func batch(_ questions: [CheckQuestion], _ view: ServedView) -> WebAnswer {
        var writer = JSONWriter(indentation: nil)
        writer.write(raw: view.opening)
        writer.write(raw: ",\"results\":[")
        for (position, question) in questions.enumerated() {
            writer.write(raw: position == 0 ? "{" : ",{")
            question.write(to: &writer, in: view.organization)
            writer.write(raw: "}")
        }
        writer.write(raw: "]")
        writer.write(raw: view.revision)
        writer.write(raw: "}")
        return WebAnswer(.ok, writer.bytes, fields: view.fields)
    }

    private func questions(in body: [UInt8]) throws(WebProblem) -> [CheckQuestion] {
        struct Batch: Decodable { let checks: [CheckQuestion] }
        let batch: Batch
        do {
            batch = try JSONDecoder().decode(Batch.self, from: Data(body))
        } catch {
            throw .badBody("expected {\"checks\": [{\"person\": …, \"role\": …, \"on\": …}]}")
        }
        guard batch.checks.count <= Self.most else {
            throw .badBody("at most \(Self.most) checks at once")
        }
        guard !batch.checks.contains(where: { $0.person.isEmpty || $0.role.isEmpty }) else {
            throw .badBody("a check names a person and a role")
        }
        return batch.checks
    }
}

/// One question: whether the person may exercise the role on the target.
struct CheckQuestion: Decodable {
    let person: String
    let role: String
    let on: String?

    /// **Shape:** `"active":…,"ground":…,"holds":…,"scope":…`, the members of an object. This runs for every check,
    /// and so it is written by hand.
    func write(to writer: inout JSONWriter, in organization: OrganizationView) {
        let answer = organization.check(person: person, role: RoleID(role), on: on)
        switch answer.holder?.isActive {
        case true?: writer.write(raw: "\"active\":true")
        case false?: writer.write(raw: "\"active\":false")
        case nil: writer.write(raw: "\"active\":null")
        }
        writer.write(raw: ",\"ground\":")
        writer.write(text: answer.ground.word)
        writer.write(
            raw: answer.holds ? ",\"holds\":true,\"scope\":" : ",\"holds\":false,\"scope\":")
        if let entitlement = answer.entitlement {
            writer.write(text: organization.rendered(entitlement.key.scope))
        } else {
            writer.write(raw: "null")
        }
    }
}

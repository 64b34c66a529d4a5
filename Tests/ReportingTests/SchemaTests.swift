import Foundation
import Testing

@testable import Reporting

@Suite struct SchemaTests {
    private func expect(_ json: String, meets schema: OutputSchema) throws {
        let document = try JSONSerialization.jsonObject(with: Data(json.utf8))
        let problems = try SchemaCheck(schema.text).problems(in: document)
        #expect(problems.isEmpty, "\(schema.rawValue): \(problems)")
    }

    @Test func `a report and an explanation meet their schemas`() throws {
        try expect(JSONReport().text(of: Sample.report), meets: .changesShow)
        try expect(JSONExplanation().text(of: Sample.explanation()), meets: .why)
        try expect(
            JSONExplanation().text(of: Sample.explanation(revoked: Sample.granted)), meets: .why)
        try expect(JSONAbsence().text(of: Sample.absence), meets: .whyNot)
    }

    @Test(arguments: OutputSchema.allCases)
    func `each schema is one, and its references lead somewhere`(schema: OutputSchema) throws {
        #expect(schema.text.contains("https://json-schema.org/draft/2020-12/schema"))
        let document = try JSONSerialization.jsonObject(with: Data(schema.text.utf8))
        let root = try #require(document as? [String: Any])
        let definitions = root["$defs"] as? [String: Any] ?? [:]
        for match in schema.text.matches(of: /"#\/\$defs\/([a-zA-Z]+)"/) {
            #expect(definitions[String(match.1)] != nil)
        }
    }

    @Test func `the check of schemas finds what is missing, mistyped or outside`() throws {
        let document: [String: Any] = [
            "formatVersion": 2, "revision": -1, "holdings": [["scope": 1]],
        ]
        let problems = try SchemaCheck(OutputSchema.why.text).problems(in: document)
        #expect(problems.contains("$.formatVersion: not the constant"))
        #expect(problems.contains("$.revision: less than 0"))
        #expect(problems.contains("$.holdings[0].scope: not string"))
        #expect(problems.contains("$.holdings[0].granted: missing"))
    }
}

/// As much of JSON Schema 2020-12 as the project's schemas use.
struct SchemaCheck {
    private let root: [String: Any]

    init(_ text: String) throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
        root = try #require(parsed as? [String: Any])
    }

    func problems(in document: Any) -> [String] { problems(document, root, "$") }

    private func problems(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        if let reference = schema["$ref"] as? String,
            let definitions = root["$defs"] as? [String: [String: Any]],
            let target = definitions[String(reference.split(separator: "/").last ?? "")]
        {
            return problems(value, target, path)
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            let all = choices.map { problems(value, $0, path) }
            return all.contains(where: \.isEmpty) ? [] : all.joined().sorted()
        }
        var found = own(value, schema, path)
        if let object = value as? [String: Any] {
            for name in schema["required"] as? [String] ?? [] where object[name] == nil {
                found.append("\(path).\(name): missing")
            }
            for (name, member) in schema["properties"] as? [String: [String: Any]] ?? [:] {
                if let inner = object[name] { found += problems(inner, member, "\(path).\(name)") }
            }
        }
        if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, element) in array.enumerated() {
                found += problems(element, items, "\(path)[\(index)]")
            }
        }
        return found.sorted()
    }

    private func own(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        var found: [String] = []
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { Self.matches(value, $0) }) {
            found.append("\(path): not \(types.joined(separator: " or "))")
        }
        if let constant = schema["const"] as? Int, value as? Int != constant {
            found.append("\(path): not the constant")
        }
        if let choices = schema["enum"] as? [String], !choices.contains(value as? String ?? "") {
            found.append("\(path): not one of \(choices)")
        }
        if let minimum = schema["minimum"] as? Int, let number = value as? Int, number < minimum {
            found.append("\(path): less than \(minimum)")
        }
        if let pattern = schema["pattern"] as? String, let text = value as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            found.append("\(path): not like \(pattern)")
        }
        return found
    }

    private static func matches(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": value is Bool
        case "integer": value is Int && !(value is NSNull)
        default: false
        }
    }
}

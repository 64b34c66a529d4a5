import Directory
import Entitlements

/// Which attributes of a resource are sent: `attributes` and `excludedAttributes`.
///
/// Names are compared without case; a path may have a schema's URN before it, and one that names
/// nothing changes nothing. `id` and `schemas` always come.
/// - SeeAlso: RFC 7644 §3.9
struct Projection: Sendable {
    private enum Mode: Sendable { case everything, including, excluding }

    private let mode: Mode
    /// **Shape:** lower case; the URN of an extension is a part of its own.
    private let paths: [[String]]

    static let everything = Projection(.everything, [])

    init(including names: [String]) { self.init(.including, names) }
    init(excluding names: [String]) { self.init(.excluding, names) }

    private init(_ mode: Mode, _ names: [String]) {
        self.mode = mode
        paths = names.filter { !$0.isEmpty }.map(Self.parts)
    }

    private static let extensions = [SCIMURN.enterpriseUser, SCIMURN.rollcallUser]
        .map { $0.lowercased() }
    private static let cores = [SCIMURN.user, SCIMURN.group].map { $0.lowercased() }

    private static func parts(_ name: String) -> [String] {
        let name = name.lowercased()
        for urn in extensions where name == urn || name.hasPrefix(urn + ":") {
            let rest = name.dropFirst(urn.count + 1)
            return [urn] + rest.split(separator: ".").map(String.init)
        }
        var path = name[...]
        for urn in cores where name.hasPrefix(urn + ":") { path = name.dropFirst(urn.count + 1) }
        return path.split(separator: ".").map(String.init)
    }

    /// Whether anything of the attribute is sent: what is costly to make need not be made.
    func wants(_ attribute: String) -> Bool {
        let name = attribute.lowercased()
        switch mode {
        case .everything: return true
        case .including: return paths.contains { $0.first == name }
        case .excluding: return !paths.contains { $0 == [name] }
        }
    }

    /// What is sent of a resource.
    func applied(to resource: [String: JSONValue]) -> [String: JSONValue] {
        switch mode {
        case .everything: return resource
        case .including:
            var sent = Self.including(resource, paths)
            for name in ["id", "schemas"] { sent[name] = resource[name] }
            return sent
        case .excluding:
            let kept = paths.filter { $0 != ["id"] && $0 != ["schemas"] }
            return Self.excluding(resource, kept)
        }
    }

    private static func including(
        _ object: [String: JSONValue], _ paths: [[String]]
    ) -> [String: JSONValue] {
        var sent: [String: JSONValue] = [:]
        for (name, value) in object {
            let key = name.lowercased()
            let matching = paths.filter { $0.first == key }
            if matching.isEmpty { continue }
            let inner = matching.map { Array($0.dropFirst()) }
            sent[name] =
                inner.contains([]) ? value : mapped(value) { including($0, inner) }
        }
        return sent
    }

    private static func excluding(
        _ object: [String: JSONValue], _ paths: [[String]]
    ) -> [String: JSONValue] {
        var sent: [String: JSONValue] = [:]
        for (name, value) in object {
            let key = name.lowercased()
            let inner = paths.filter { $0.first == key }.map { Array($0.dropFirst()) }
            if inner.contains([]) { continue }
            sent[name] = inner.isEmpty ? value : mapped(value) { excluding($0, inner) }
        }
        return sent
    }

    /// The same in every element of a multi-valued attribute.
    private static func mapped(
        _ value: JSONValue, _ change: ([String: JSONValue]) -> [String: JSONValue]
    ) -> JSONValue {
        switch value {
        case .object(let members): .object(change(members))
        case .array(let elements): .array(elements.map { mapped($0, change) })
        default: value
        }
    }
}

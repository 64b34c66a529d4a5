import Foundation

/// A JSON value that a test looks into: what is not there is `.null`, so that an expectation fails
/// and not the test's own code.
@dynamicMemberLookup
struct JSON: Sendable, Hashable, CustomStringConvertible {
    private enum Value: Sendable, Hashable {
        case null
        case bool(Bool)
        case number(Double)
        case string(String)
        case array([JSON])
        case object([String: JSON])
    }

    private let value: Value

    init(text: String) {
        let any = try? JSONSerialization.jsonObject(
            with: Data(text.utf8), options: .fragmentsAllowed)
        self.init(any)
    }

    private init(_ any: Any?) {
        switch any {
        case let text as String: value = .string(text)
        case let number as NSNumber:
            let isBool = String(cString: number.objCType) == "c"
            value = isBool ? .bool(number.boolValue) : .number(number.doubleValue)
        case let array as [Any]: value = .array(array.map(JSON.init))
        case let object as [String: Any]: value = .object(object.mapValues(JSON.init))
        default: value = .null
        }
    }

    subscript(dynamicMember key: String) -> JSON { self[key] }

    subscript(key: String) -> JSON {
        if case .object(let members) = value { members[key] ?? JSON(nil) } else { JSON(nil) }
    }

    subscript(index: Int) -> JSON { index < array.count ? array[index] : JSON(nil) }

    var isNull: Bool { value == .null }
    var bool: Bool? { if case .bool(let bool) = value { bool } else { nil } }
    var int: Int? { if case .number(let number) = value { Int(number) } else { nil } }
    var string: String? { if case .string(let text) = value { text } else { nil } }
    var array: [JSON] { if case .array(let array) = value { array } else { [] } }
    /// **Shape:** sorted.
    var keys: [String] {
        if case .object(let members) = value { members.keys.sorted() } else { [] }
    }
    /// The strings of an array.
    var strings: [String] { array.compactMap(\.string) }

    /// The same without one member.
    func without(_ key: String) -> JSON {
        guard case .object(var members) = value else { return self }
        members[key] = nil
        return JSON(value: .object(members))
    }

    private init(value: Value) { self.value = value }

    var description: String {
        switch value {
        case .null: "null"
        case .bool(let bool): "\(bool)"
        case .number(let number): "\(number)"
        case .string(let text): "\"\(text)\""
        case .array(let array): "\(array)"
        case .object(let members):
            "{" + keys.map { "\($0): \(members[$0] ?? JSON(nil))" }.joined(separator: ", ") + "}"
        }
    }
}

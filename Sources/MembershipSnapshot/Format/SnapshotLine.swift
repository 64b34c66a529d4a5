import Directory
import Entitlements

/// What a line is. **Shape:** in the order in which they come.
enum LineKind: String {
    case header = "rollcall-snapshot"
    case role, group, person, entitlement
    case end
}

/// One line, or an object within one, with the expectations that readers have of it.
struct SnapshotLine {
    private let members: [String: JSONValue]

    /// - Throws: ``SnapshotError/Code/malformed`` for what is no object in canonical JSON.
    init(_ bytes: UnsafeBufferPointer<UInt8>) throws(SnapshotError) {
        guard case .object(let members)? = CanonicalJSON.value(of: bytes) else {
            throw SnapshotError(.malformed, "a line is no canonical JSON")
        }
        self.members = members
    }

    private init(members: [String: JSONValue]) { self.members = members }

    var kind: LineKind? { (try? text("kind")).flatMap(LineKind.init) }

    func text(_ key: String) throws(SnapshotError) -> String {
        guard case .string(let text)? = members[key] else { throw Self.missing(key) }
        return text
    }

    func number(_ key: String) throws(SnapshotError) -> Int64 {
        guard case .integer(let number)? = members[key] else { throw Self.missing(key) }
        return number
    }

    /// How many lines there are of a kind: places among them are 32 bits wide.
    func count(_ key: String) throws(SnapshotError) -> Int {
        let number = try number(key)
        guard (0...Int64(Int32.max)).contains(number) else { throw Self.missing(key) }
        return Int(number)
    }

    /// nil when it is left out.
    func text(ifAny key: String) throws(SnapshotError) -> String? {
        members[key] == nil ? nil : try text(key)
    }

    /// Places in the list of another kind. **Shape:** empty when they are left out.
    func places(_ key: String, below count: Int) throws(SnapshotError) -> [Int32] {
        guard let value = members[key] else { return [] }
        guard case .array(let elements) = value else { throw Self.missing(key) }
        var places: [Int32] = []
        for element in elements {
            guard case .integer(let number) = element, (0..<Int64(count)).contains(number),
                places.last.map({ $0 < number }) ?? true
            else { throw Self.missing(key) }
            places.append(Int32(number))
        }
        return places
    }

    /// A place; nil when it is left out.
    func place(_ key: String, below count: Int) throws(SnapshotError) -> Int32? {
        guard members[key] != nil else { return nil }
        let number = try number(key)
        guard (0..<Int64(count)).contains(number) else { throw Self.missing(key) }
        return Int32(number)
    }

    /// **Shape:** empty when they are left out.
    func texts(_ key: String) throws(SnapshotError) -> [String] {
        guard let value = members[key] else { return [] }
        guard case .array(let elements) = value else { throw Self.missing(key) }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw Self.missing(key) }
            texts.append(text)
        }
        return texts
    }

    /// false when it is left out.
    func flag(_ key: String) throws(SnapshotError) -> Bool {
        switch members[key] {
        case nil: false
        case .bool(let flag)?: flag
        default: throw Self.missing(key)
        }
    }

    /// nil for null.
    func time(_ key: String) throws(SnapshotError) -> Timestamp? {
        if members[key] == .null { return nil }
        guard let time = Timestamp(try text(key)) else { throw Self.missing(key) }
        return time
    }

    func line(_ key: String) throws(SnapshotError) -> SnapshotLine {
        guard case .object(let members)? = members[key] else { throw Self.missing(key) }
        return SnapshotLine(members: members)
    }

    func lines(_ key: String) throws(SnapshotError) -> [SnapshotLine] {
        guard case .array(let elements)? = members[key] else { throw Self.missing(key) }
        var lines: [SnapshotLine] = []
        for element in elements {
            guard case .object(let members) = element else { throw Self.missing(key) }
            lines.append(SnapshotLine(members: members))
        }
        return lines
    }

    /// - Parameter key: fixed words of the format, and never what stands in a file.
    static func missing(_ key: String) -> SnapshotError {
        SnapshotError(.malformed, "\(key) is missing or not what it should be")
    }
}

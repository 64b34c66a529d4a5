import Directory

/// What one value must be.
enum ValueTest: Sendable {
    case present
    case text(TextPattern)
    case boolean(Bool)
    case time(TextPattern.Relation, Timestamp)
    /// The same name, whatever the spelling.
    case name(DistinguishedName)
    /// One of these texts, to the letter: the spellings that a snapshot has of a name.
    case spelling(Set<String>)

    /// Whether any value passes.
    var isPresence: Bool {
        if case .present = self { true } else { false }
    }

    func accepts(_ value: String) -> Bool {
        var value = value
        return value.withUTF8 { accepts($0) }
    }

    /// - Parameter value: UTF-8.
    func accepts(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .present: return true
        case .text(let pattern): return pattern.accepts(value)
        case .boolean(let wanted): return Self.boolean(value) == wanted
        case .time(let relation, let wanted):
            // A value that is no time compares with nothing.
            guard let time = Timestamp(String(decoding: value, as: UTF8.self)) else {
                return false
            }
            return relation.accepts(time, wanted)
        case .name(let wanted):
            // The label of a SCIM group is a location, and no name is equal to it.
            guard let name = try? DistinguishedName(bytes: value) else { return false }
            return name == wanted
        case .spelling(let wanted):
            return wanted.contains(String(decoding: value, as: UTF8.self))
        }
    }

    /// Sources spell truth as they like: `true`, `TRUE`, `True`.
    private static func boolean(_ value: UnsafeBufferPointer<UInt8>) -> Bool? {
        if trueText.accepts(value) { return true }
        return falseText.accepts(value) ? false : nil
    }

    private static let trueText = TextPattern(.equal, "true", ignoresCase: true)
    private static let falseText = TextPattern(.equal, "false", ignoresCase: true)
}

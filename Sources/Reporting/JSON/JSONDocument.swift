import Entitlements

/// The outermost object of every JSON output: `formatVersion`, then what the output holds.
enum JSONDocument {
    /// Bumped when a reader of the former shape would be misled; members that are added do not bump
    /// it.
    static let formatVersion: JSONValue = 1

    static func write(_ members: [String: JSONValue], into output: inout String) {
        var document = members
        document["formatVersion"] = formatVersion
        output += CanonicalJSON.prettyText(of: .object(document)) + "\n"
    }
}

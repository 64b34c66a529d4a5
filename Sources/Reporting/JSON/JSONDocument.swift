import Entitlements

/// The outermost object of every JSON output: `formatVersion`, then what the output holds.
public enum JSONDocument {
    /// Bumped when a reader of the former shape would be misled; members that are added do not bump
    /// it.
    static let formatVersion: JSONValue = 1

    /// The whole document, its last line ended.
    public static func text(of members: [String: JSONValue]) -> String {
        var document = members
        document["formatVersion"] = formatVersion
        return CanonicalJSON.prettyText(of: .object(document)) + "\n"
    }

    /// The same, appended to what is being rendered.
    static func write(_ members: [String: JSONValue], into output: inout String) {
        output += text(of: members)
    }
}

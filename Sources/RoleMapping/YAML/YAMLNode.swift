import Yams

/// A value of a YAML document and where it begins.
struct YAMLNode: Sendable {
    /// What it is. Plain words keep their spelling: whoever reads a value knows what to expect.
    enum Content: Sendable {
        /// `~`, `null` or nothing at all.
        case nothing
        case text(String, Style)
        case list([YAMLNode])
        /// In the order of the file; keys are unique.
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    /// How a text is written; decides how positions in it map to positions in the file.
    enum Style: Sendable { case plain, singleQuoted, doubleQuoted, block }

    let content: Content
    /// **Units:** 1-based.
    let line: Int
    /// **Units:** 1-based, in Unicode scalars.
    let scalar: Int

    /// For findings: `text`, `a list`, `a mapping`, `nothing`.
    var kind: String {
        switch content {
        case .nothing: "nothing"
        case .text: "text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}

extension YAMLNode {
    /// What has no place in a configuration that people review.
    enum Refusal: String {
        case anchor = "anchors and aliases are not allowed"
        case tag = "tags are not allowed"
        case complexKey = "a key must be text"
    }

    /// Converts what Yams composed.
    /// - Parameter refuse: called for each construct that is not allowed.
    init(_ node: Node, refuse: (Refusal, Mark?) -> Void) {
        line = node.mark?.line ?? 1
        scalar = node.mark?.column ?? 1
        if node.anchor != nil { refuse(.anchor, node.mark) }
        if !Self.plainTags.contains(node.tag.description) { refuse(.tag, node.mark) }
        switch node {
        case .scalar(let scalar): content = Self.content(of: scalar)
        case .sequence(let elements):
            content = .list(elements.map { YAMLNode($0, refuse: refuse) })
        case .mapping(let pairs):
            content = .mapping(
                pairs.map { key, value in
                    if key.scalar == nil { refuse(.complexKey, key.mark) }
                    return (YAMLNode(key, refuse: refuse), YAMLNode(value, refuse: refuse))
                })
        case .alias:
            refuse(.anchor, node.mark)
            content = .nothing
        }
    }

    /// What Yams gives to values without a tag.
    private static let plainTags: Set<String> = [
        Tag.Name.implicit.rawValue, Tag.Name.str.rawValue, Tag.Name.map.rawValue,
        Tag.Name.seq.rawValue,
    ]

    private static func content(of scalar: Node.Scalar) -> Content {
        switch scalar.style {
        case .singleQuoted: .text(scalar.string, .singleQuoted)
        case .doubleQuoted: .text(scalar.string, .doubleQuoted)
        case .literal, .folded: .text(scalar.string, .block)
        case .plain, .any:
            ["", "~", "null", "Null", "NULL"].contains(scalar.string)
                ? .nothing : .text(scalar.string, .plain)
        }
    }
}

extension Node {
    /// The anchor, whatever the node is. Yams holds it weakly: it is there as long as the parser is.
    fileprivate var anchor: Anchor? {
        switch self {
        case .scalar(let scalar): scalar.anchor
        case .sequence(let sequence): sequence.anchor
        case .mapping(let mapping): mapping.anchor
        case .alias(let alias): alias.anchor
        }
    }
}

import Directory

/// Whom a `$ref` names: `../Users/2819c223`, `https://example.org/v2/Groups/7/`, or an id alone.
/// - SeeAlso: RFC 7643 §2.3.7 and §2.4
struct ResourceReference {
    /// Empty when it names nobody. Valid as long as the text.
    let id: UnsafeBufferPointer<UInt8>
    let type: MemberType

    init(_ text: UnsafeBufferPointer<UInt8>) {
        let slash = UInt8(ascii: "/")
        let path = text[..<((text.lastIndex { $0 != slash } ?? -1) + 1)]
        let last = path.lastIndex(of: slash) ?? path.startIndex
        let parent = path[..<last]
        let endpoint = parent[((parent.lastIndex(of: slash) ?? -1) + 1)...]
        type = Self.type(endpoint: UnsafeBufferPointer(rebasing: endpoint))
        // A slash may stand in an id: it counts behind the name of an endpoint only.
        id = type == .unstated ? text : UnsafeBufferPointer(rebasing: path[(last + 1)...])
    }

    private static func type(endpoint: UnsafeBufferPointer<UInt8>) -> MemberType {
        if endpoint.spells("users") { return .user }
        return endpoint.spells("groups") ? .group : .unstated
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether it is the word, letters compared without case.
    /// - Parameter word: ASCII in lower case.
    func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in
            indices.allSatisfy { self[$0].lowered == word[$0] }
        }
    }
}

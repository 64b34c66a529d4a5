import Directory

/// Whom a `$ref` names: `../Users/2819c223`, `https://example.org/v2/Groups/7/`, or an id alone.
/// - SeeAlso: RFC 7643 §2.3.7 and §2.4
struct ResourceReference {
    /// Empty when it names nobody. Valid as long as the text.
    let id: UnsafeBufferPointer<UInt8>
    let type: MemberType

    init(_ text: UnsafeBufferPointer<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "/")).suffix(2)
        let type = parts.count > 1 ? parts.first.map(Self.type) : nil
        self.type = type ?? .unstated
        // A slash may stand in an id: it counts behind the name of an endpoint only.
        id = (type == .unstated ? nil : parts.last).map(UnsafeBufferPointer.init(rebasing:)) ?? text
    }

    private static func type(endpoint: Slice<UnsafeBufferPointer<UInt8>>) -> MemberType {
        switch String(decoding: endpoint, as: UTF8.self).lowercased() {
        case "users": .user
        case "groups": .group
        default: .unstated
        }
    }
}

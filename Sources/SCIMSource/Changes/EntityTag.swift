/// What names one state of a resource, as a server gave it.
///
/// A weak tag is believed as a strong one: it is the server's word that two states mean the same, it is
/// the form that SCIM prefers, and frameworks make weak ones of the same hashes of the body. Whether
/// tags tell states apart at all is seen by asking with ``nobodys``, and by pages that share one.
/// - SeeAlso: RFC 9110 §8.8.3; RFC 7644 §3.14
struct EntityTag: RawRepresentable, Sendable, Hashable, Codable {
    /// As it stands in a header: in its quotes, behind `W/` when it is weak.
    let rawValue: String

    /// **Units:** bytes; a longer one is not remembered.
    private static let longest = 256

    /// nil for what is no entity tag: a text without its quotes may stand for anything.
    init?(rawValue: String) {
        let opaque = rawValue.hasPrefix("W/") ? rawValue.dropFirst(2) : rawValue[...]
        guard rawValue.utf8.count <= Self.longest, opaque.utf8.count > 2,
            opaque.hasPrefix("\""), opaque.hasSuffix("\""),
            opaque.dropFirst().dropLast().utf8
                .allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 })
        else { return nil }
        self.rawValue = rawValue
    }

    private init(ofNobody rawValue: String) { self.rawValue = rawValue }

    /// One that no server gave: who takes it for its own would take any.
    static let nobodys = EntityTag(ofNobody: "\"rollcall-asks-whether-tags-count\"")
}

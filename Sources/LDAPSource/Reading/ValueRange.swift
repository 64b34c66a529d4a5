import COpenLDAP

/// A part of an attribute's values, as Active Directory cuts long lists: `member;range=0-1499`, the
/// last part `member;range=1500-*`.
/// - SeeAlso: MS-ADTS §3.1.1.3.1.3.3, "Range Retrieval of Attribute Values"
struct ValueRange: Equatable {
    /// The attribute without the option.
    let name: [UInt8]
    /// **Units:** 0-based index of a value.
    let start: Int
    /// Inclusive; nil when no value follows.
    let end: Int?

    /// Nil when the description has no such option, or one that makes no sense.
    init?(_ description: UnsafeBufferPointer<UInt8>) {
        // Nearly no attribute has options: looked at before anything is allocated.
        guard let semicolon = description.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let option = String(decoding: description[(semicolon + 1)...], as: UTF8.self).lowercased()
        guard option.hasPrefix("range=") else { return nil }
        let bounds = option.dropFirst("range=".count).split(separator: "-")
        guard bounds.count == 2, let start = Int(bounds[0]) else { return nil }
        let end = Int(bounds[1])
        guard bounds[1] == "*" || (end.map { $0 >= start && $0 < .max } ?? false) else {
            return nil
        }
        self.name = Array(description[..<semicolon])
        self.start = start
        self.end = end
    }

    /// What to ask for next; nil after the last part. It begins with the last value of this one: what
    /// has moved meanwhile shows there.
    var following: String? { end.map { description(from: $0) } }

    /// What to ask for from the first value on.
    var whole: String { description(from: 0) }

    private func description(from index: Int) -> String {
        "\(String(decoding: name, as: UTF8.self));range=\(index)-*"
    }
}

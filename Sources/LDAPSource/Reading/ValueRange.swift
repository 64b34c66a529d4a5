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

    /// What to ask for next; nil after the last part.
    var following: String? {
        end.map { "\(String(decoding: name, as: UTF8.self));range=\($0 + 1)-*" }
    }
}

extension Connection {
    /// Reads what follows a part of a list of values, while other searches go on.
    /// - Throws: ``LDAPError`` with `malformed-answer` when a part is missing.
    func remainder(
        of range: ValueRange, in dn: String, _ operation: LDAPError.Operation,
        append: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws {
        var range = range
        while let attribute = range.following {
            let search = SearchRequest(
                operation, base: dn, scope: .base, filter: "(objectClass=*)",
                attributes: [attribute])
            var part: ValueRange?
            try read(search) { description, values in
                guard let found = ValueRange(description), found.start == (range.end ?? 0) + 1
                else { return }
                part = found
                values.forEach(append)
            }
            guard let part else {
                throw LDAPError(
                    .malformedAnswer, operation, server: server,
                    text: "a range of values is missing")
            }
            range = part
        }
    }

    /// Reads the answer of a search at once.
    /// - Parameter attribute: called for each attribute of each entry.
    /// - Throws: ``LDAPError`` also when the result is not success.
    func read(
        _ search: SearchRequest, attribute: (UnsafeBufferPointer<UInt8>, EntryValues) throws -> Void
    ) throws {
        let request = try send(search)
        while true {
            let message = try next(for: request, search.operation)
            switch message.kind {
            case .entry:
                try decode(message, search.operation, name: { _ in }, attribute: attribute)
            case .reference, .intermediate: break
            case .result:
                let result = try result(message, search.operation)
                guard result.code == LDAP_SUCCESS else {
                    throw error(of: result, search.operation)
                }
                return
            }
        }
    }
}

import LDIFSource

/// An entry as the parser gave it. **Shape:** values of one attribute together, attributes as they
/// first came.
struct ParsedEntry: Equatable {
    struct Attribute: Equatable {
        let name: String
        var values: [String]
    }

    let dn: String
    var attributes: [Attribute] = []

    init(_ record: LDIFRecord) {
        dn = record.withDN { String(decoding: $0, as: UTF8.self) }
        record.forEachValue { name, value in
            let name = String(decoding: name, as: UTF8.self)
            let text = String(decoding: value, as: UTF8.self)
            let known = attributes.firstIndex { $0.name.lowercased() == name.lowercased() }
            if let known {
                attributes[known].values.append(text)
            } else {
                attributes.append(Attribute(name: name, values: [text]))
            }
        }
    }

    /// The entries of a file that comes in chunks.
    static func all(
        in bytes: [UInt8], chunks size: Int = 1_000, path: String = "x.ldif"
    ) throws -> [ParsedEntry] {
        var parser = LDIFParser(path: path)
        var entries: [ParsedEntry] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            try Array(bytes[start..<min(start + size, bytes.count)]).withUnsafeBufferPointer {
                try parser.feed($0) { entries.append(ParsedEntry($0)) }
            }
        }
        try parser.finish { entries.append(ParsedEntry($0)) }
        return entries
    }

    func values(_ name: String) -> [String] {
        attributes.filter { $0.name == name }.flatMap(\.values)
    }
}

import Foundation

/// LDIF while it is being written.
/// - SeeAlso: RFC 2849
struct LDIFBuffer {
    var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Begins a record.
    mutating func begin(_ dn: String) {
        bytes.append(UInt8(ascii: "\n"))
        line("dn", dn)
    }

    mutating func line(_ name: String, _ value: String) {
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: ":"))
        if Self.isSafe(value) {
            if !value.isEmpty { bytes.append(UInt8(ascii: " ")) }
            bytes.append(contentsOf: value.utf8)
        } else {
            bytes.append(contentsOf: ": ".utf8)
            bytes.append(contentsOf: Data(value.utf8).base64EncodedData())
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Whether the value may stand as it is.
    private static func isSafe(_ value: String) -> Bool {
        if let first = value.utf8.first, first == 0x20 || first == 0x3A || first == 0x3C {
            return false
        }
        return value.utf8.last != 0x20 && value.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }
}

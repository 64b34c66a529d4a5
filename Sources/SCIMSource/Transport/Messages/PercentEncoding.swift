extension String {
    /// Every octet escaped that RFC 3986 does not call unreserved, spaces as `%20`: what a service
    /// reads back to the letter, whatever it makes of `+`.
    /// - SeeAlso: RFC 3986 §2.1, §2.3
    var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }
}

extension [(name: String, value: String)] {
    /// As a query or a form carries them.
    var formEncoded: String {
        map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
    }
}

/// The base64 of RFC 4648 §4, with its padding.
enum Base64 {
    /// Appends the decoded bytes.
    /// - Returns: whether the text is base64; what was appended before a fault stays.
    static func decode(_ text: UnsafeBufferPointer<UInt8>, into bytes: inout [UInt8]) -> Bool {
        guard text.count.isMultiple(of: 4) else { return false }
        let padding = text.suffix(2).reduce(0) { $1 == UInt8(ascii: "=") ? $0 + 1 : 0 }
        let digits = text.count - padding
        bytes.reserveCapacity(bytes.count + digits * 3 / 4)
        var bits: UInt32 = 0
        for index in 0..<digits {
            let digit = values[Int(text[index])]
            guard digit < 64 else { return false }
            bits = bits << 6 | UInt32(digit)
            switch index & 3 {
            case 1: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
            case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
            case 3: bytes.append(UInt8(truncatingIfNeeded: bits))
            default: break
            }
        }
        return true
    }

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, digit) in digits.utf8.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}

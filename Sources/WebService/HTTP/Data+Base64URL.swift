import Foundation

/// RFC 4648 §5, without padding (RFC 7515 §2).
extension Data {
    /// nil for what is none.
    init?(base64URL text: Substring) {
        var plain = text.replacing("-", with: "+").replacing("_", with: "/")
        plain += String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        self.init(base64Encoded: String(plain))
    }

    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}

import Foundation
import TestSupport

/// An issuer of JSON Web Tokens, by openssl.
final class SignedTokens {
    enum Kind: String, CaseIterable { case rs256 = "RS256", es256 = "ES256" }

    let kind: Kind
    let name: String
    private let folder: TemporaryFolder
    private let key: String

    init(_ kind: Kind, named name: String = "k1") throws {
        (self.kind, self.name) = (kind, name)
        folder = try TemporaryFolder("issuer")
        key = folder.url("key.pem").path
        let options =
            kind == .rs256
            ? ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
            : ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        _ = try Tool.run("openssl", ["genpkey", "-out", key] + options)
    }

    /// The JSON Web Key of its public half, as one of a set.
    func publicKey() throws -> String {
        let start = #"{"kid":"\#(name)","use":"sig","alg":"\#(kind.rawValue)","#
        switch kind {
        case .rs256:
            let said = try Tool.run("openssl", ["rsa", "-in", key, "-noout", "-modulus"])
            let digits = said.trimmingCharacters(in: .whitespacesAndNewlines)
                .replacingOccurrences(of: "Modulus=", with: "")
            return start + #""kty":"RSA","e":"AQAB","n":"\#(Self.text(Self.bytes(digits)))"}"#
        case .es256:
            let file = folder.url("public.der").path
            _ = try Tool.run(
                "openssl", ["ec", "-in", key, "-pubout", "-outform", "DER", "-out", file])
            let point = try Data(contentsOf: URL(filePath: file)).suffix(64)
            let (x, y) = (Self.text(Data(point.prefix(32))), Self.text(Data(point.suffix(32))))
            return start + #""kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)"}"#
        }
    }

    /// - Parameter header: other fields than the true ones.
    func token(_ claims: String, header: String? = nil) throws -> String {
        let header = header ?? #"{"alg":"\#(kind.rawValue)","kid":"\#(name)"}"#
        let signed = Self.text(Data(header.utf8)) + "." + Self.text(Data(claims.utf8))
        let (text, signature) = (try folder.write(signed, to: "signed"), folder.url("signature"))
        _ = try Tool.run(
            "openssl", ["dgst", "-sha256", "-sign", key, "-out", signature.path, text])
        var bytes = try Data(contentsOf: signature)
        if kind == .es256 { bytes = Self.plain(bytes) }
        return signed + "." + Self.text(bytes)
    }

    /// RFC 4648 §5.
    static func text(_ bytes: Data) -> String {
        bytes.base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    private static func bytes(_ digits: String) -> Data {
        let digits = Array(digits.utf8)
        return Data(
            stride(from: 0, to: digits.count - 1, by: 2).compactMap { position in
                UInt8(String(decoding: digits[position...(position + 1)], as: UTF8.self), radix: 16)
            })
    }

    /// Two numbers in DER as 32 bytes each (RFC 7518 §3.4).
    private static func plain(_ signature: Data) -> Data {
        var rest = [UInt8](signature).dropFirst(2)
        var plain = Data()
        for _ in 0..<2 {
            let length = Int(rest.dropFirst().first ?? 0)
            let number = rest.dropFirst(2).prefix(length).drop { $0 == 0 }
            plain += Data(repeating: 0, count: 32 - number.count) + number
            rest = rest.dropFirst(2 + length)
        }
        return plain
    }
}

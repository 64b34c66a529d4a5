import Directory
import Entitlements

/// A snapshot whose signature was verified: an organisation to check in, and what its header says.
public struct SignedSnapshot: Sendable {
    public let header: SnapshotHeader
    /// What it holds; everything that no check asks for is absent. Its `moment` names no run, so that
    /// ``OrganizationView/isComplete`` is false: how fresh it is the header says.
    public let organization: OrganizationView
    /// Of the file: the entity tag under which it is served.
    public let digest: Digest

    /// Nothing behind the header is read before the signature holds, but the line of the signature.
    /// - Parameter keys: those that are believed.
    /// - Complexity: linear in the file, which is decompressed twice and never in memory as a text
    public init(file: [UInt8], believing keys: [VerifyingKey]) throws(SnapshotError) {
        let lines = GzipLines(file: file)
        header = try SignatureCheck(keys: keys).header(of: lines)
        organization = try SnapshotContents.organization(of: lines, header)
        digest = Digest(of: file)
    }
}

/// Finds out who signed a snapshot, without reading it.
private struct SignatureCheck {
    let keys: [VerifyingKey]

    private static let lineFeed: [UInt8] = [UInt8(ascii: "\n")]

    func header(of lines: GzipLines) throws(SnapshotError) -> SnapshotHeader {
        var header: SnapshotHeader?
        var hash = DigestStream()
        // The last line is known as such when none follows.
        var last: [UInt8]?
        try lines.forEach { bytes throws(SnapshotError) in
            if let last {
                hash.add(last)
                hash.add(Self.lineFeed)
            } else {
                header = try Self.header(bytes)
            }
            last = Array(bytes)
        }
        guard let header, let last else { throw SnapshotError(.damaged) }
        guard let key = keys.first(where: { $0.id == header.key }) else {
            throw SnapshotError(.unknownKey, "\(Self.shown(header.key))")
        }
        try verify(last, hash.digest, header, key)
        return header
    }

    private static func header(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(SnapshotError) -> SnapshotHeader {
        do throws(SnapshotError) {
            let line = try SnapshotLine(bytes)
            guard line.kind == .header else { throw SnapshotError(.damaged) }
            return try SnapshotHeader(line)
        } catch {
            // Nobody has vouched for it yet, so that it is no signed one that is malformed.
            throw error.code == .malformed ? SnapshotError(.damaged) : error
        }
    }

    /// What nobody has vouched for yet is shown only when it looks like the name of a key.
    private static func shown(_ key: KeyID) -> String {
        let isName =
            key.rawValue.utf8.count == 16 && key.rawValue.allSatisfy(\.isHexDigit)
        return isName ? key.rawValue : "its name is none"
    }

    private func verify(
        _ last: [UInt8], _ digest: Digest, _ header: SnapshotHeader, _ key: VerifyingKey
    ) throws(SnapshotError) {
        guard case .object(let members)? = CanonicalJSON.value(of: last),
            members["kind"] == .string(LineKind.end.rawValue)
        else { throw SnapshotError(.cut) }
        guard members.count == 4, members["counts"] == header.counts.json,
            members["sha256"] == .string(digest.description),
            case .string(let text)? = members["signature"], let signature = Base64.bytes(of: text),
            key.verifies(signature, of: digest)
        else { throw SnapshotError(.wrongSignature) }
    }
}

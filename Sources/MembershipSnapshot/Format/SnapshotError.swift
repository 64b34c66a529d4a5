/// Why a file is not believed, or not used.
public struct SnapshotError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// It is not what was written: cut in its compressed form, or changed, or another kind of file.
        case damaged
        /// Its last line is missing: the text was cut.
        case cut
        /// A later release wrote it.
        case newerFormat = "newer-format"
        /// None of the keys that are believed has signed it.
        case unknownKey = "unknown-key"
        /// It says that a key has signed it, and that is not so.
        case wrongSignature = "wrong-signature"
        /// It is signed, and no snapshot all the same.
        case malformed
    }

    public let code: Code
    /// Which key, line or version; names nobody.
    public let detail: String

    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    public var description: String {
        let sentence =
            switch code {
            case .damaged: "the file is damaged or is no snapshot"
            case .cut: "the end of the snapshot is missing"
            case .newerFormat: "a later release wrote the snapshot"
            case .unknownKey: "the snapshot is signed with a key that is not believed"
            case .wrongSignature: "the snapshot is not what was signed"
            case .malformed: "the snapshot is signed, but no snapshot"
            }
        return detail.isEmpty ? sentence : "\(sentence): \(detail)"
    }
}

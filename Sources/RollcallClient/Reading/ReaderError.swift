import MembershipSnapshot

/// Why there is no answer, or why something was not taken. Its sentence names nobody.
public struct ReaderError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        // A snapshot is not believed.
        case damaged, cut, malformed
        case newerFormat = "newer-format"
        case unknownKey = "unknown-key"
        case wrongSignature = "wrong-signature"
        /// It is believed, and older than the one that is held: never taken in its place.
        case goesBack = "goes-back"

        // Nothing is answered.
        /// No snapshot was taken yet.
        case nothingYet = "nothing-yet"
        /// The snapshot, or what a source said, is older than the caller allows.
        case tooOld = "too-old"
        /// A source was never read completely: what is absent proves nothing.
        case neverComplete = "never-complete"
        /// The snapshot is of the future: this machine's clock is wrong, and nobody can tell what is too old.
        case clockBehind = "clock-behind"

        // Around it.
        case badKey = "bad-key"
        /// The file cannot be read.
        case unreadable
        /// The snapshot is in use, and could not be kept for the next start.
        case notKept = "not-kept"
        /// The service would be sent the token in clear, or is no URL.
        case badAddress = "bad-address"
        case noToken = "no-token"
        /// The service cannot be reached, or broke off.
        case unreachable
        /// The service answered with another status than is expected.
        case refused
    }

    public let code: Code
    /// Which source, key, status, time or fault of the network.
    public let detail: String
    /// What the service asks to wait.
    public let retryAfter: Duration?

    init(_ code: Code, _ detail: String = "", retryAfter: Duration? = nil) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
    }

    init(_ error: SnapshotError) {
        let code: Code =
            switch error.code {
            case .damaged: .damaged
            case .cut: .cut
            case .newerFormat: .newerFormat
            case .unknownKey: .unknownKey
            case .wrongSignature: .wrongSignature
            case .malformed: .malformed
            }
        self.init(code, error.detail)
    }

    public var description: String { detail.isEmpty ? sentence : "\(sentence): \(detail)" }

    private var sentence: String {
        switch code {
        case .damaged: "the file is damaged, or is no snapshot"
        case .cut: "the end of the snapshot is missing"
        case .malformed: "the snapshot is signed, and cannot be read all the same"
        case .newerFormat: "a later release wrote the snapshot; update this client"
        case .unknownKey: "the snapshot is signed with a key that is not believed"
        case .wrongSignature: "the snapshot is not what was signed"
        case .goesBack: "the snapshot is older than the one that is held"
        case .nothingYet: "there is no snapshot yet"
        case .tooOld: "what is known is older than is allowed"
        case .neverComplete: "a source was never read completely"
        case .clockBehind: "the clock of this machine is behind the snapshot's"
        case .badKey: "the public key cannot be used"
        case .unreadable: "the file cannot be read"
        case .notKept: "the snapshot could not be written to its file"
        case .badAddress:
            "the service must be named by an https:// URL; http:// is for this machine"
        case .noToken: "there is no token to present"
        case .unreachable: "the service cannot be reached"
        case .refused: "the service gave no snapshot"
        }
    }
}

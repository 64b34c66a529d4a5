/// One thing that somebody should know about the data: never a fault of the machinery (those are
/// thrown).
///
/// Findings are collected and ordered, not printed where they arise. ``message`` and ``hint`` are
/// safe to log: what names a person or an entry stands in ``place`` alone.
public struct Diagnostic: Sendable, Hashable {
    /// How much it matters.
    public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
        /// The data cannot be used as it is.
        case error
        /// The data was used, and is probably not what somebody meant.
        case warning
        /// Worth knowing; nothing to do.
        case note

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .error: 0
            case .warning: 1
            case .note: 2
            }
        }
    }

    /// Decides the order of a list of findings, and whether mapping files may be used at all.
    public var severity: Severity
    /// **Shape:** `area.kebab-case`, for example `mapping.unknown-role`; stable, safe as a metric
    /// label.
    public var code: String
    /// One sentence without a full stop; no person, DN, mail address or secret.
    public var message: String
    /// Where it is; nil when it concerns the whole.
    public var place: Place?
    /// What to do about it, one sentence; nil when there is nothing to add.
    public var hint: String?

    public init(
        _ severity: Severity, _ code: String, _ message: String, at place: Place? = nil,
        hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
    }
}

/// Errors first, then by place, code and text: the order of every list of findings.
extension Diagnostic: Comparable {
    public static func < (left: Diagnostic, right: Diagnostic) -> Bool {
        if left.severity != right.severity { return left.severity < right.severity }
        if left.place != right.place {
            guard let leftPlace = left.place else { return true }
            guard let rightPlace = right.place else { return false }
            return leftPlace < rightPlace
        }
        if left.code != right.code { return left.code < right.code }
        if left.message != right.message { return left.message < right.message }
        return (left.hint ?? "") < (right.hint ?? "")
    }
}

extension Diagnostic: CustomStringConvertible, CustomDebugStringConvertible {
    /// The safe rendering, as compilers print it: `file:line:column: error: message [code]`; an
    /// entry's place names its source only.
    public var description: String { rendered(place: place?.description) }

    /// Everything, for the person at the terminal and for reports: an entry's place with its DN.
    public var debugDescription: String { rendered(place: place?.debugDescription) }

    private func rendered(place: String?) -> String {
        let head = place.map { "\($0): " } ?? ""
        let tail = hint.map { "; \($0)" } ?? ""
        return "\(head)\(severity.rawValue): \(message)\(tail) [\(code)]"
    }
}

import Diagnostics

/// Collects findings of which a large directory may have very many.
package struct FindingList: Sendable {
    /// **Units:** findings of one code that are kept; a note says how many more there are.
    static let limit = 100

    /// The findings of one code.
    private struct Kind {
        private(set) var kept: [Diagnostic] = []
        private(set) var more = 0

        /// Prunes now and then, so that a million of a kind take no room.
        mutating func add(_ finding: Diagnostic) {
            kept.append(finding)
            if kept.count == 4 * FindingList.limit { prune() }
        }

        mutating func add(_ other: Kind) {
            for finding in other.kept { add(finding) }
            more += other.more
        }

        /// Leaves the first ``limit``, in their order.
        mutating func prune() {
            guard kept.count > FindingList.limit else { return }
            kept.sort()
            more += kept.count - FindingList.limit
            kept.removeLast(kept.count - FindingList.limit)
        }
    }

    private var byCode: [String: Kind] = [:]

    package init() {}

    /// Takes a finding; parameters as those of ``Diagnostic``.
    package mutating func add(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String,
        at place: Place? = nil, hint: String? = nil
    ) {
        byCode[code, default: Kind()].add(
            Diagnostic(severity, code, message, at: place, hint: hint))
    }

    /// Takes all findings of another list.
    package mutating func add(_ other: FindingList) {
        for (code, kind) in other.byCode { byCode[code, default: Kind()].add(kind) }
    }

    /// The first ``limit`` of each code. **Shape:** in no order.
    /// - Parameter source: whose entries all of them are about; it tells the note about the rest
    ///   from that of another source.
    package func capped(of source: SourceID? = nil) -> [Diagnostic] {
        byCode.flatMap { code, kind in
            var kind = kind
            kind.prune()
            guard kind.more > 0 else { return kind.kept }
            return kind.kept + [
                Diagnostic(
                    .note, code,
                    "and \(kind.more) more of this kind"
                        + (source.map { " in source \($0)" } ?? ""))
            ]
        }
    }
}

extension AccountTable {
    /// Where a finding about the account is.
    func place(of account: Int32) -> Place {
        .entry(source: readings[source(of: account)].id.rawValue, entry: self[account].label)
    }
}

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
            return kind.kept + [Self.rest(of: code, kind.more, source)]
        }
    }

    /// How many more there are of a code.
    private static func rest(
        of code: String, _ count: Int, _ source: SourceID? = nil
    ) -> Diagnostic {
        Diagnostic(
            .note, code,
            "and \(count) more of this kind" + (source.map { " in source \($0)" } ?? ""))
    }

    /// The findings of one code over a whole, when those about a part of it are others now.
    /// - Parameters:
    ///   - code: whose findings all of them are.
    ///   - former: of the whole, as ``capped(of:)`` left them; each about an entry.
    ///   - before: of the part, as it was.
    ///   - now: of the part, as it is.
    /// - Returns: nil when one would have to be shown that was cut before, or the part's are cut.
    package static func exchanging(
        _ code: String, in former: [Diagnostic], _ before: [Diagnostic], for now: [Diagnostic]
    ) -> [Diagnostic]? {
        guard (before + now).allSatisfy({ $0.place != nil }) else { return nil }
        let shown = former.filter { $0.place != nil }
        let cut = former.first { $0.place == nil }
        let hidden = cut.flatMap { Int($0.message.split(separator: " ").dropFirst().first ?? "") }
        let known = Set(shown)
        let gone = Set(before).subtracting(now)
        guard let hidden = cut == nil ? 0 : hidden,
            hidden == 0 || gone.isDisjoint(with: known)
        else { return nil }
        // What was and is odd about the part alone is so because it is a part.
        let all = known.subtracting(gone).union(Set(now).subtracting(before)).sorted()
        let rest = shown.count + hidden - Set(before).count + Set(now).count - limit
        return rest > 0 ? all.prefix(limit) + [self.rest(of: code, rest)] : all
    }
}

extension AccountTable {
    /// Where a finding about the account is.
    func place(of account: Int32) -> Place {
        .entry(source: readings[source(of: account)].id.rawValue, entry: self[account].label)
    }
}

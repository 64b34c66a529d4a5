import Diagnostics

/// Collects findings of which a large directory may have very many.
struct FindingList {
    /// **Units:** findings of one code that are kept; a note says how many more there are.
    static let limit = 100

    private var byCode: [String: [Diagnostic]] = [:]

    /// Takes a finding; parameters as those of ``Diagnostic``.
    mutating func add(
        _ severity: Diagnostic.Severity, _ code: String, _ message: String,
        at place: Place? = nil, hint: String? = nil
    ) {
        byCode[code, default: []].append(
            Diagnostic(severity, code, message, at: place, hint: hint))
    }

    /// The first ``limit`` of each code. **Shape:** in no order.
    /// - Parameter source: whose entries all of them are about; it tells the note about the rest
    ///   from that of another source.
    func capped(of source: SourceID? = nil) -> [Diagnostic] {
        byCode.flatMap { code, findings in
            guard findings.count > Self.limit else { return findings }
            let more = findings.count - Self.limit
            return findings.sorted().prefix(Self.limit) + [
                Diagnostic(
                    .note, code,
                    "and \(more) more of this kind" + (source.map { " in source \($0)" } ?? ""))
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

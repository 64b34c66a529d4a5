import Diagnostics
import Directory

extension SCIMSource {
    /// Tries every step of a fetch on a little of the service, for `rollcall doctor`: reach, TLS and
    /// credentials, what the service says that it can, and the first page of people and groups.
    /// **Shape:** in the order of the steps; a note for what is well, otherwise a hint what to do.
    public func check() async -> [Diagnostic] {
        var findings: [Diagnostic] = []
        do {
            var pull = ServicePull(try ReachedService(configuration, pace))
            try await pull.probe { findings.append(Diagnostic(.note, "scim.\($0)", $1)) }
        } catch {
            if let reason = try? ServicePull.reason(of: error) {
                findings.append(
                    Diagnostic(.error, "scim.\(reason.code)", reason.message, hint: reason.hint))
            }
        }
        return findings
    }
}

extension ServicePull {
    /// - Parameter note: called with what is well: a word and a sentence.
    fileprivate mutating func probe(note: (String, String) -> Void) async throws {
        try await discover()
        note("reach", "\(service.configuration.url) answers")
        for subject in ReadingSubject.allCases {
            let walk = try await walk(subject, isSorted: service.provider.sorts, mostPages: 1)
            if subject == .people, walk?.known == 0 { throw Incomplete(reason: .noPeople) }
            let total = walk?.tally.leastTotal.map { ", and counts \($0)" } ?? ""
            note("list", "the list of \(subject.rawValue) begins with \(walk?.known ?? 0)\(total)")
        }
        // What answers with something else than SCIM says nothing of how it pages.
        note(
            "paging",
            "the service offers \(service.provider.pagesByCursor ? "cursors" : "index paging"), "
                + (service.provider.sorts ? "sorted" : "unsorted"))
    }
}

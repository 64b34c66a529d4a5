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
    /// How changes of a list can be asked for, tried on its first resource.
    private mutating func ways(of subject: ReadingSubject) async throws -> [String] {
        let first = try await answer(of: subject)
        var ways: [String] = []
        if let tag = first.tag, try await answer(of: subject, known: tag).status == 304,
            try await answer(of: subject, known: .nobodys).status == 200
        {
            ways.append("by entity tags (`sync: auto`)")
        }
        if let everybody = try? total(in: first, subject), everybody > 0,
            try await total(of: subject, since: "1970-01-01T00:00:00Z") == everybody,
            try await total(of: subject, since: "9999-12-31T00:00:00Z") == 0
        {
            ways.append("by meta.lastModified (`sync: lastModified`)")
        }
        return ways
    }

    private mutating func total(of subject: ReadingSubject, since time: String) async throws -> Int?
    {
        let answer = try await answer(of: subject, where: "meta.lastModified ge \"\(time)\"")
        return try? total(in: answer, subject)
    }

    /// - Parameter note: called with what is well: a word and a sentence.
    fileprivate mutating func probe(note: (String, String) -> Void) async throws {
        try await discover()
        note("reach", "\(service.configuration.url) answers")
        for subject in ReadingSubject.allCases {
            let walk = try await walk(subject, isSorted: service.provider.sorts, mostPages: 1)
            if subject == .people, walk?.known == 0 { throw Incomplete(reason: .noPeople) }
            let total = walk?.tally.leastTotal.map { ", and counts \($0)" } ?? ""
            note("list", "the list of \(subject.rawValue) begins with \(walk?.known ?? 0)\(total)")
            let ways = try await ways(of: subject)
            note(
                "changes",
                ways.isEmpty
                    ? "changes of \(subject.rawValue) cannot be asked for: each run reads them all"
                    : "changes of \(subject.rawValue) can be asked for "
                        + ways.joined(separator: ", and "))
        }
        // What answers with something else than SCIM says nothing of how it pages.
        note(
            "paging",
            "the service offers \(service.provider.pagesByCursor ? "cursors" : "index paging"), "
                + (service.provider.sorts ? "sorted" : "unsorted"))
    }
}

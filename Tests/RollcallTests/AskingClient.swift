import Foundation
import Synchronization
import TestSupport
import Testing

/// A client of a service that asks all the time, and keeps what it was told until that can be judged.
final class AskingClient: Sendable {
    /// An answer, as often as it came.
    private struct Told: Hashable {
        let revision: Int
        /// What was asked about.
        let steps: ClosedRange<Int>
        let held: Set<String>
    }

    private struct Record {
        var count = 0
        var told: Set<Told> = []
        var last = 0
        /// What a client must never get.
        var refusals: [String] = []
    }

    private final class Notebook: Sendable {
        let record = Mutex(Record())
    }

    private let notebook: Notebook
    private let thread: Repeatedly

    /// - Parameter pause: between two questions. **Units:** microseconds.
    init(_ served: ServedSite, about moving: MovingSite, pause: UInt32 = 20_000) {
        let client = ServiceClient(served)
        let notebook = Notebook()
        self.notebook = notebook
        thread = Repeatedly {
            Self.ask(client, moving.lastSteps, notebook)
            usleep(pause)
        }
    }

    private static func ask(
        _ client: ServiceClient, _ steps: ClosedRange<Int>, _ notebook: Notebook
    ) {
        let asked = MovingSite.entitlements(after: steps)
        let checks = asked.map { entitlement in
            let words = entitlement.split(separator: " ")
            return #"{"person":"\#(words[0])","role":"\#(words[1])","on":"\#(words[2])"}"#
        }
        let answer = try? client.post(
            "/v1/check", "{\"checks\":[\(checks.joined(separator: ","))]}")
        let json = JSON(text: answer?.body ?? "")
        let results = json.results.array
        notebook.record.withLock { record in
            guard answer?.status == 200, results.count == asked.count,
                let revision = json.revision.int, revision >= record.last
            else { return record.refusals.append(answer?.body ?? "no answer") }
            let held = zip(asked, results).filter { $1.holds.bool == true }.map(\.0)
            record.count += 1
            record.last = revision
            record.told.insert(Told(revision: revision, steps: steps, held: Set(held)))
        }
    }

    /// How many answers there were.
    var count: Int { notebook.record.withLock { $0.count } }

    /// Ends it. Each question must have been answered, each answer be what was in force at the revision that it
    /// names, and no revision older than the one before.
    func finish(
        by history: RevisionHistory, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try thread.finish()
        let record = notebook.record.withLock { $0 }
        #expect(record.refusals == [], sourceLocation: sourceLocation)
        let wrong = record.told.filter { told in
            guard history.states.indices.contains(told.revision) else { return true }
            let asked = MovingSite.entitlements(after: told.steps)
            return told.held != history.states[told.revision].intersection(asked)
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(2))", sourceLocation: sourceLocation)
        let revisions = Set(record.told.map(\.revision))
        #expect(revisions.count > 3, "asked too little", sourceLocation: sourceLocation)
    }
}

import Directory
import Entitlements
import Synchronization
import Testing

@testable import DirectorySync

/// The process that runs for as long as it is let.
struct WorkerTests {
    /// What happened, in order.
    private final class Record: Sendable {
        private let events = Mutex<[String]>([])
        func note(_ event: String) { events.withLock { $0.append(event) } }
        var all: [String] { events.withLock(\.self) }

        /// Waits until that happened so often; ten minutes at most, for a busy machine.
        func expect(_ event: String, _ count: Int = 1) async throws {
            let end = ContinuousClock.now + .seconds(600)
            while all.count(where: { $0 == event }) < count {
                try #require(ContinuousClock.now < end, "\(event) among \(all)")
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    /// A source that tells of a change when it begins to be watched, and then ends as it is told to.
    private struct TalkativeSource: DirectoryWatch {
        let record: Record
        var id: SourceID { SourceID(rawValue: "corp") }
        /// The code of the reason; nil to stay until it is cancelled.
        let end: String?

        func watch(
            since state: SyncState, report: @escaping @Sendable (WatchSign) -> Void
        ) async throws -> IncompleteReason? {
            record.note("watched since \(state.rawValue)")
            report(.standing)
            report(.changed)
            guard let end else {
                try await Task.sleep(for: .seconds(600))
                return nil
            }
            return IncompleteReason(code: end, message: end)
        }
    }

    /// Works on the source until `body` has returned.
    /// - Returns: what happened.
    private func work(
        _ end: String?, state: @escaping @Sendable (Int) -> String? = { "\($0)" },
        until body: (Record) async throws -> Void
    ) async throws -> [String] {
        let record = Record()
        let runs = Mutex(0)
        let source = TalkativeSource(record: record, end: end)
        let pace = Agenda.Pace(
            every: .seconds(3600), quiet: .milliseconds(20), most: .milliseconds(60))
        let worker = Worker(pace, sources: [], random: { 0 }) {
            record.note("begins")
            try await Task.sleep(for: .milliseconds(20))
            record.note("ends")
            let run = runs.withLock { count -> Int in
                count += 1
                return count
            }
            return Shift(
                .news, [:],
                Watchlist(of: Digest(of: [1]), [source]) { _ in
                    state(run).map(SyncState.init(rawValue:))
                })
        }
        let task = Task { try await worker.run() }
        defer { task.cancel() }
        try await body(record)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        return record.all
    }

    @Test func `what a watch tells leads to a run, and no two are at work at once`() async throws {
        let events = try await work(nil) { record in
            try await record.expect("ends", 2)
        }
        #expect(events == ["begins", "ends", "watched since 1", "begins", "ends"])
    }

    @Test func `a watch that ends is opened again`() async throws {
        let events = try await work("connection-lost") { record in
            try await record.expect("watched since 1", 2)
            try await record.expect("ends", 3)
        }
        // How many more runs there are until it is told to end is the machine's.
        let runs = events.filter { !$0.hasPrefix("watched") }
        #expect(runs == runs.indices.map { $0.isMultiple(of: 2) ? "begins" : "ends" })
    }

    @Test func `where credentials are refused, or no place is known, a further run begins a watch`()
        async throws
    {
        let events = try await work("invalid-credentials", state: { $0 > 3 ? nil : "known" }) {
            record in
            try await record.expect("ends", 4)
        }
        #expect(
            events == (1...3).flatMap { _ in ["begins", "ends", "watched since known"] }
                + ["begins", "ends"])
    }

    @Test func `a worker that is cancelled in a run ends with that run`() async throws {
        let record = Record()
        let worker = Worker(.init(every: .seconds(60)), sources: [], random: { 0 }) {
            record.note("begins")
            try await Task.sleep(for: .seconds(60))
            return Shift(.news, [:])
        }
        let task = Task { try await worker.run() }
        try await record.expect("begins")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

import Directory
import LDAPSource
import Synchronization
import TestSupport
import Testing

/// A directory with its writer and its reader, who do not wait for each other.
struct BusyDirectory {
    /// How it is followed, and what befalls its server.
    struct Setting: CustomTestStringConvertible, CustomStringConvertible {
        let name: String
        let sync: LDAPConfiguration.Sync
        /// Shorter than what is changed between some readings.
        var sessionLog = 100
        var inParts = false
        /// Whether the server ends as by a crash, in the midst of changes, or else in an orderly way.
        ///
        /// Not both by turns: a provider that stored its state in an orderly end forgets, by a crash
        /// later on, whom it deleted last, and no refresh tells.
        var crashes = false

        var description: String { name }
        var testDescription: String { name }

        static let all = [
            Setting(name: "syncrepl", sync: .syncrepl),
            Setting(name: "syncrepl in parts", sync: .syncrepl, inParts: true),
            Setting(name: "syncrepl, crashes", sync: .syncrepl, inParts: true, crashes: true),
            Setting(name: "modifyTimestamp, crashes", sync: .modifyTimestamp, crashes: true),
        ]
    }

    /// How readings found out, and how often.
    private(set) var steps: [FollowedDirectory.Step: Int] = [:]
    /// Why everything was read, and how often.
    private(set) var doubts: [String: Int] = [:]
    private let setting: Setting
    private let server: SlapdServer
    private var writer: BusyWriter
    private var reader: FollowedDirectory
    private var random: SplitMix64

    init(_ setting: Setting, seed: UInt64) async throws {
        self.setting = setting
        random = SplitMix64(seed: seed)
        // Nobody's end shows by time, so that nobody ends where times are asked for.
        writer = BusyWriter(seed: seed, isFaithful: setting.sync == .modifyTimestamp)
        var options = SlapdOptions.provider(sessionLog: setting.sessionLog)
        options.sizeLimit = "unlimited"
        server = try SlapdServer(options, ldif: SampleDirectory.base)
        try server.modify(ldif: writer.founding())
        let configuration = SampleDirectory.configuration(server.url) { $0.sync = setting.sync }
        reader = try await FollowedDirectory(configuration, at: ModifyTimeTests.now)
        reader.inParts = setting.inParts
    }

    /// Reads again and again while so many changes are made; perhaps the server crashes meanwhile,
    /// and whoever changes it begins again.
    mutating func read(during changes: Int) async throws {
        let ldif = writer.changes(changes)
        let crash = setting.crashes && random.once(in: 3) ? 1 + random.below(4) : nil
        let writing = Writing(ldif, to: server, passingOver: setting.crashes)
        var readings = 0
        while !writing.hasEnded, readings != crash {
            try await read()
            readings += 1
        }
        guard readings == crash else { return try await writing.end() }
        server.kill()
        try await writing.end()
        #expect(try await reader.follow() == .incomplete)
        try server.start()
        try await read()
        // What was done before is refused, or is done once more.
        try server.modify(ldif: ldif, passingOver: true)
    }

    /// One reading, in which nobody may be missing who is always there.
    private mutating func read() async throws {
        reader.now = ModifyTimeTests.now
        let step = try await reader.follow()
        steps[step, default: 0] += 1
        for doubt in reader.last.doubts { doubts[doubt, default: 0] += 1 }
        #expect(step != .incomplete, "\(reader.last.reasonCodes)")
        #expect(BusyWriter.missing(in: reader.known) == [], "\(step)")
    }

    /// Reads once more, now that nobody changes anything, and compares with a whole reading.
    mutating func expectIsTrue() async throws {
        try await read()
        try await reader.expectIsTrue()
    }

    /// What may happen between changes: the server is started again, or the cookie is lost.
    mutating func disturb() async throws {
        switch random.below(4) {
        case 0:
            if setting.crashes { server.kill() } else { server.stop() }
            try server.start()
        case 1: reader = reader.with(state: "")
        default: break
        }
    }
}

/// Somebody who changes a directory, on a thread of their own.
struct Writing {
    private let isDone = Flag()
    private let task: Task<Void, any Error>
    private static let threads = OwnThreads("writers of busy directories", count: 8)

    /// - Parameter passingOver: whether what the server refuses is passed over, and its end too.
    init(_ ldif: String, to server: SlapdServer, passingOver: Bool = false) {
        let isDone = isDone
        task = Task(executorPreference: Self.threads) {
            defer { isDone.set() }
            try server.modify(ldif: ldif, passingOver: passingOver)
        }
    }

    var hasEnded: Bool { isDone.isSet }

    /// Waits until everything is written.
    func end() async throws { try await task.value }
}

private final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}

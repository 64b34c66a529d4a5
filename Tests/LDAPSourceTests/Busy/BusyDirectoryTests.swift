import Directory
import Foundation
import LDAPSource
import TestSupport
import Testing

/// A directory that is read while somebody changes it, and whose server ends and begins again.
///
/// `ROLLCALL_SYNC_SEED` makes up other changes, `ROLLCALL_SYNC_CHANGES` another number of them.
struct BusyDirectoryTests {
    private static let changes = number("ROLLCALL_SYNC_CHANGES") ?? 10_000
    private static let seed = UInt64(number("ROLLCALL_SYNC_SEED") ?? 1)

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
    }

    // P16, P37
    @Test(arguments: BusyDirectory.Setting.all)
    func `after ten thousand changes, read all the while, what is put together is the whole`(
        setting: BusyDirectory.Setting
    ) async throws {
        print("\(setting): \(Self.changes) changes from seed \(Self.seed)")
        var directory = try await BusyDirectory(setting, seed: Self.seed)
        let rounds = 20
        for _ in 1...rounds {
            try await directory.read(during: Self.changes / rounds)
            try await directory.expectIsTrue()
            try await directory.disturb()
        }
        let steps = directory.steps
        print("\(setting): \(directory.steps), \(directory.doubts)")
        // Whole readings alone would show nothing; how many there are is a matter of the machine.
        #expect(steps[.changed, default: 0] > 0)
    }

    /// slapd leaves out of a refresh what is newer than the refresh's own beginning.
    // P16
    @Test func `nobody is missing who changes while everything is read`() async throws {
        let people = 4000
        var options = SlapdOptions.provider()
        options.sizeLimit = "unlimited"
        // More than fits between the two, so that the server waits for the reader.
        let long = "displayName: " + String(repeating: "x", count: 3000)
        let server = try SlapdServer(
            options,
            ldif: SampleDirectory.base
                + (1...people).map { SampleDirectory.person($0, extra: long) }.joined())
        var random = SplitMix64(seed: Self.seed)
        let changes = (1...3000).map {
            SampleDirectory.replace(
                "title", of: SampleDirectory.dn("p\(1 + random.below(people))"), with: "T\($0)")
        }
        let writing = Writing(changes.joined(), to: server)
        while !writing.hasEnded {
            let reading = try await SampleDirectory.followed(server.url).fetch()
            #expect(reading.certificate.isComplete && reading.accounts.count == people)
        }
        try await writing.end()
    }
}

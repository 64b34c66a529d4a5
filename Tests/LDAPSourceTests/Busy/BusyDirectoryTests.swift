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
        for round in 1...rounds {
            try await directory.read(during: Self.changes / rounds)
            try await directory.expectIsTrue("seed \(Self.seed), round \(round)")
            try await directory.disturb()
        }
        let steps = directory.steps
        print("\(setting): \(directory.steps), \(directory.doubts)")
        // Whole readings alone would show nothing.
        #expect(steps[.changed, default: 0] > rounds)
    }

    /// A refresh leaves out what is newer than its own beginning.
    // P16
    @Test func `nobody is missing who changes while everything is read`() async throws {
        let setting = BusyDirectory.Setting(name: "whole", sync: .syncrepl)
        var directory = try await BusyDirectory(setting, seed: Self.seed)
        for _ in 1...3 { try await directory.read(during: 300, wholly: true) }
        #expect(directory.steps[.whole, default: 0] > 3)
        try await directory.expectIsTrue("at the end")
    }
}

import Directory
import TestSupport
import Testing

@testable import SCIMSource

/// Whatever happens, what is put together from changes is what a whole reading says.
@Suite(.onOwnThread)
struct ChangingOrganizationTests {
    @Test(arguments: 0..<16)
    func `changes come to a whole reading, or were one, or are incomplete`(seed: Int) async throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let sync: SCIMConfiguration.Sync = seed.isMultiple(of: 2) ? .lastModified : .auto
        var reading = try await RepeatedReading(sync, pageSize: seed % 3 == 0 ? 10 : 50) {
            $0.tagging = .content
            $0.listsMembers = seed % 4 < 2
            if seed % 5 == 0 { $0.useCursors() }
        }
        var merged = 0
        for round in 0..<8 {
            let changes = Int.random(in: 0...3, using: &generator)
            reading.service.change { organization in
                for _ in 0..<changes { organization.change(using: &generator) }
            }
            let isUnchanged = try await reading.read()
            let context = "round \(round), \(reading.asked.map(\.target))"
            #expect(reading.latest.reasons == [], "\(context)")
            #expect(reading.differences == [], "\(context)")
            let whole = try await reading.whole()
            #expect(ReadingDifference(reading.latest, whole).isEmpty, "\(context)")
            if changes == 0, sync == .auto { #expect(isUnchanged, "\(context)") }
            if reading.isPutTogether { merged += 1 }
        }
        #expect(merged > 0)
    }
}

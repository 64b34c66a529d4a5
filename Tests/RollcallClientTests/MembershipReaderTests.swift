import Foundation
import RollcallClient
import TestSupport
import Testing

/// Answers out of a snapshot, and when there is none.
struct MembershipReaderTests {
    private func reader(
        _ clock: TurnedClock, limit: AgeLimit = AgeLimit(.seconds(100)), at path: String? = nil
    ) throws -> MembershipReader {
        MembershipReader(
            believing: [try MadeSnapshot.publicKey()], limit: limit, keptAt: path,
            clock: { clock.date })
    }

    private func code(_ body: () throws -> Void) -> ReaderError.Code? {
        do { try body() } catch { return (error as? ReaderError)?.code }
        return nil
    }

    @Test func `it answers until what it knows is too old, and then not at all`() throws {
        let clock = TurnedClock(1000)
        let reader = try reader(clock)
        #expect(code { _ = try reader.check(person: "ada", role: "viewer") } == .nothingYet)
        try reader.take(try MadeSnapshot.file(3, completeAsOf: [1000]))
        for second in [1000, 1050, 1100] as [Int64] {
            clock.now = second
            let answer = try reader.check(person: "ADA", role: "viewer", on: "person:ben")
            #expect(answer.holds && answer.ground == "held" && answer.isActive == true)
            #expect(answer.scope == "organization" && answer.revision == 3)
        }
        #expect(try reader.check(person: "ben", role: "viewer").isActive == false)
        #expect(try reader.check(person: "zoe", role: "viewer").ground == "unknown-person")
        clock.now = 1101
        #expect(code { _ = try reader.check(person: "ada", role: "viewer") } == .tooOld)
        #expect(reader.state?.revision == 3, "what it is can be told all the same")
        try reader.take(try MadeSnapshot.file(3, completeAsOf: [1101]))
        #expect(try reader.check(person: "ada", role: "viewer").holds)
    }

    @Test func `each source has its age, and one that was never read proves nothing`() throws {
        let clock = TurnedClock(1000)
        let strict = try reader(clock)
        let patient = try reader(clock, limit: AgeLimit(.seconds(100), sources: .seconds(900)))
        let one = try MadeSnapshot.file(3, completeAsOf: [1000, 200])
        for reader in [strict, patient] { try reader.take(one) }
        #expect(code { _ = try strict.check(person: "ada", role: "viewer") } == .tooOld)
        #expect(try patient.check(person: "ada", role: "viewer").holds)
        clock.now = 1101
        #expect(code { _ = try patient.check(person: "ada", role: "viewer") } == .tooOld)
        try patient.take(try MadeSnapshot.file(3, completeAsOf: [1101, 200]))
        #expect(code { _ = try patient.check(person: "ada", role: "viewer") } == .tooOld)
        try patient.take(try MadeSnapshot.file(4, completeAsOf: [1101, nil]))
        #expect(code { _ = try patient.check(person: "ada", role: "viewer") } == .neverComplete)
    }

    @Test func `a clock that is behind proves nothing`() throws {
        let clock = TurnedClock(700)
        let reader = try reader(clock)
        try reader.take(try MadeSnapshot.file(3, completeAsOf: [1000]))
        #expect(try reader.check(person: "ada", role: "viewer").holds, "minutes apart")
        clock.now = 699
        #expect(code { _ = try reader.check(person: "ada", role: "viewer") } == .clockBehind)
    }

    @Test func `it never goes back, and keeps what it has when something else comes`() throws {
        let reader = try reader(TurnedClock(1000))
        try reader.take(try MadeSnapshot.file(3, completeAsOf: [1000]))
        let older = try MadeSnapshot.file(2, completeAsOf: [1000])
        #expect(code { try reader.take(older) } == .goesBack)
        let staler = try MadeSnapshot.file(3, completeAsOf: [999])
        #expect(code { try reader.take(staler) } == .goesBack)
        var damaged = try MadeSnapshot.file(4, completeAsOf: [1000])
        damaged[damaged.count / 2] ^= 8
        #expect(code { try reader.take(damaged) } != nil)
        #expect(code { try reader.take([]) } == .damaged)
        #expect(reader.state?.revision == 3)
        try reader.take(try MadeSnapshot.file(3, completeAsOf: [1000]))
        try reader.take(try MadeSnapshot.file(4, completeAsOf: [900], holds: false))
        #expect(try !reader.check(person: "ada", role: "viewer").holds)
    }

    @Test func `what it knew outlives it, for its owner alone`() throws {
        let folder = try TemporaryFolder("kept")
        let path = folder.url("snapshot").path
        let clock = TurnedClock(1000)
        #expect(try !reader(clock, at: path).restore())
        try reader(clock, at: path).take(try MadeSnapshot.file(3, completeAsOf: [1000]))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let again = try reader(clock, at: path)
        #expect(try again.restore())
        #expect(try again.check(person: "ada", role: "viewer").revision == 3)
        let older = try MadeSnapshot.file(2, completeAsOf: [1000])
        #expect(code { try again.take(older) } == .goesBack, "not by a restart either")
        try again.take(try MadeSnapshot.file(4, completeAsOf: [1000]))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files == ["snapshot"])

        try folder.write("cut", to: "snapshot")
        let other = try reader(clock, at: path)
        #expect(code { _ = try other.restore() } == .damaged)
        try other.take(try MadeSnapshot.file(4, completeAsOf: [1000]))
        #expect(try reader(clock, at: path).restore())
    }

    @Test func `a snapshot that cannot be kept is used all the same`() throws {
        let reader = try reader(TurnedClock(1000), at: "/nowhere/snapshot")
        let file = try MadeSnapshot.file(3, completeAsOf: [1000])
        #expect(code { try reader.take(file) } == .notKept)
        #expect(try reader.check(person: "ada", role: "viewer").holds)
    }

    @Test func `a key that is none is refused`() {
        #expect(code { _ = try PublicKey(pem: "x") } == .badKey)
        #expect(code { _ = try PublicKey(file: "/nowhere") } == .unreadable)
    }
}

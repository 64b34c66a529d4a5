import Foundation
import TestSupport
import Testing

@testable import EntitlementStore

/// What SQLite's files are when the process dies.
struct CrashTests {
    /// The files as the system holds them at a moment are what is found after `kill -9` at it.
    @Test func `the death of the process loses nothing that was reported, and leaves no half`()
        throws
    {
        let (world, engine) = try World.faulty()
        let run = try world.prepareBusyRun()
        let before = try world.store.contents()
        let folder = try TemporaryFolder("crash")
        var images = 0
        engine.before = { number in
            if number % 4 != 1 { return }
            images += 1
            try copyImage(of: world, to: folder, "\(images)")
        }
        try world.store.record(run, lease: world.lease)
        // Reported: the image of the very next moment must have it.
        try copyImage(of: world, to: folder, "after")
        let after = try world.store.contents()
        #expect(images > 8)
        for image in 1...images {
            let found = try EntitlementStore.open(.sqlite(path: "\(folder.path)/\(image).db"))
            #expect(try found.contents() == before)
        }
        let found = try EntitlementStore.open(.sqlite(path: "\(folder.path)/after.db"))
        #expect(try found.contents() == after)
        #expect(try found.verifyLedger().faults == [])
    }

    private func copyImage(of world: World, to folder: TemporaryFolder, _ name: String) throws {
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: world.path + suffix, toPath: "\(folder.path)/\(name).db\(suffix)")
        }
    }
}

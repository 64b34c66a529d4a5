import Diagnostics
import Directory
import Synchronization
import TestSupport
import Testing

/// What every source must keep to: the same organisation is the same, wherever it is kept.
struct DirectorySourceTests {
    @Test(arguments: OrganizationSource.Kind.present)
    func `every source tells the same organisation, anchors and labels apart`(
        kind: OrganizationSource.Kind
    ) async throws {
        let reading = try await OrganizationSource(kind).fetch()
        #expect(reading.certificate.isComplete, "\(reading.certificate.reasons)")
        let found = OrganizationFacts(reading).withoutDNs
        let expected = OrganizationSource.facts(for: kind)
        #expect(found.people.count == expected.people.count)
        let people = zip(found.people, expected.people).filter { $0 != $1 }
        #expect(people.isEmpty, "\(people.count), first \(people.prefix(1))")
        let groups = zip(found.groups, expected.groups).filter { $0 != $1 }
        #expect(groups.isEmpty, "\(groups.count), first \(groups.prefix(1))")
        #expect(found.groups.count == expected.groups.count)
    }

    @Test(arguments: OrganizationSource.Kind.present)
    func `a reading is sorted by its anchors, and the next one is the same`(
        kind: OrganizationSource.Kind
    ) async throws {
        let source = try await OrganizationSource(kind)
        let one = try await source.fetch()
        let other = try await source.fetch()
        #expect(one.source == OrganizationSource.id && one.certificate.source == one.source)
        #expect(one.accounts.map(\.anchor) == one.accounts.map(\.anchor).sorted())
        #expect(one.groups.map(\.anchor) == one.groups.map(\.anchor).sorted())
        #expect(one.accounts == other.accounts)
        #expect(one.groups == other.groups)
        // Changes are told of a whole domain, and other tests change their parts of it meanwhile.
        guard kind != .dirsync else { return }
        #expect(one.certificate == other.certificate)
        #expect(one.diagnostics == other.diagnostics)
    }

    @Test(arguments: OrganizationSource.Kind.present)
    func `the certificate says what was asked, and progress goes forward alone`(
        kind: OrganizationSource.Kind
    ) async throws {
        let latest = Mutex<ReadingProgress?>(nil)
        let source = try await OrganizationSource(kind)
        let reading = try await source.fetch { progress in
            latest.withLock { latest in
                #expect(progress.source == OrganizationSource.id)
                #expect(progress.people >= latest?.people ?? 0)
                latest = progress
            }
        }
        #expect(
            Set(reading.certificate.queries.map(\.subject)).isSuperset(of: ["people", "groups"]))
        #expect(reading.certificate.queries.allSatisfy { !$0.query.isEmpty && $0.pages > 0 })
        #expect(latest.withLock { $0?.people ?? 0 } <= reading.accounts.count)
    }

    // P1, P34
    @Test(arguments: OrganizationSource.Kind.present)
    func `what cannot be reached is incomplete with a reason and a hint, and no error`(
        kind: OrganizationSource.Kind
    ) async throws {
        let source = try await OrganizationSource(kind)
        source.end()
        let reading = try await source.fetch()
        let reason = try #require(reading.certificate.reasons.first)
        #expect(!reason.message.isEmpty && reason.hint != nil)
        #expect(reading.accounts.isEmpty && reading.groups.isEmpty)
    }

    @Test(arguments: OrganizationSource.Kind.present)
    func `a cancelled fetch throws, and gives no reading`(
        kind: OrganizationSource.Kind
    ) async throws {
        let source = try await OrganizationSource(kind)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await source.fetch()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

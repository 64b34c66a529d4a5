import Directory
import DirectorySync
import Entitlements
import EntitlementStore
import RoleMapping
import SiteConfiguration

extension Session {
    /// Opens the configured store.
    /// - Throws: `StoreError`; `notFound` where it is only to be read and no run has made it
    func store(_ mode: EntitlementStore.Mode = .readOnly) throws -> EntitlementStore {
        try EntitlementStore.open(configuration.store, mode: mode)
    }

    /// Opens a store that there is: only a run makes one, and who decides in another's place would not
    /// notice.
    /// - Throws: `StoreError`
    func existingStore() throws -> EntitlementStore {
        do { _ = try store() } catch let error as StoreError where error.code == .olderVersion {
            // Whoever may write brings it to this version.
        }
        return try store(.readWrite)
    }

    /// Reads the sources now, and says which of them could not be read.
    /// - Parameter known: the recorded person of accounts.
    func liveOrganization(
        known: [AccountKey: PersonID] = [:]
    ) async throws -> DirectorySnapshot {
        let snapshot = try await fetchedOrganization(known)
        for source in snapshot.sources {
            guard let reason = source.staleBecause.first else { continue }
            StandardStreams.say(
                "source \(source.id): INCOMPLETE, \(reason.message) [\(reason.code)]"
                    + (reason.hint.map { "; \($0)" } ?? ""))
        }
        return snapshot
    }

    private func fetchedOrganization(
        _ known: [AccountKey: PersonID]
    ) async throws -> DirectorySnapshot {
        let progress = ProgressLine()
        defer { progress.end() }
        return try await .fetched(
            from: sources(), by: configuration.correlation, known: known,
            progress: progress.update)
    }

    /// The organisation as the last run recorded it; nil before the first run.
    func organization(live: Bool) async throws -> DirectorySnapshot? {
        if live { return try await liveOrganization() }
        do {
            let store = try store()
            guard try store.moment().run != nil else { return nil }
            return try organization(in: store, asOf: .now)
        } catch let error as StoreError where error.code == .notFound {
            return nil
        }
    }

    /// The same; before the first run the sources are read.
    func knownOrganization(live: Bool) async throws -> DirectorySnapshot {
        if !live, let recorded = try await organization(live: false) { return recorded }
        let snapshot = try await liveOrganization()
        guard snapshot.isComplete else {
            throw RequestError("of everybody nothing can be said while a source cannot be read")
        }
        return snapshot
    }

    /// The organisation as it was recorded, correlated as it is configured now.
    func organization(in store: EntitlementStore, asOf moment: Moment) throws -> DirectorySnapshot {
        try store.organization(asOf: moment, by: configuration.correlation)
    }

    /// The mappings as they were evaluated then.
    func mapping(in store: EntitlementStore, asOf moment: Moment) throws -> RoleMapping {
        guard let revision = try store.mappingRevision(asOf: moment),
            let mapping = RoleMapping.load(revision.files).mapping
        else { throw RequestError("no mappings were recorded at that time; run `rollcall sync`") }
        return mapping
    }
}

extension DirectorySnapshot {
    /// Whether every source was read completely: who is not in it is absent then, and unknown otherwise.
    var isComplete: Bool { sources.allSatisfy { $0.staleBecause.isEmpty } }
}

extension AsOfOption {
    /// - Throws: ``RequestError``
    func moment() throws -> Moment {
        guard let asOf else { return .now }
        if let moment = Moment(asOf) { return moment }
        throw RequestError(
            "--as-of takes a revision (12), a day (2026-11-22) or a time (2026-11-22T09:00:00Z)")
    }
}

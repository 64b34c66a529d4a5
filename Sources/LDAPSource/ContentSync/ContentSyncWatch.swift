import COpenLDAP
import Directory

/// Watches a directory by content sync that goes on after the refresh: a search each for people, groups
/// and what is above them, over one connection.
///
/// Asked from the cookies of the last reading, a server has nothing to say but what has changed since.
/// No attribute is asked for, and each message is dropped as it arrives.
/// - SeeAlso: RFC 4533 §3.4
struct ContentSyncWatch: DirectoryWatch {
    let configuration: LDAPConfiguration

    var id: SourceID { configuration.id }

    func watch(
        since state: SyncState, report: @escaping @Sendable (WatchSign) -> Void
    ) async throws -> IncompleteReason? {
        guard
            let position = ChangeState<ContentSyncPosition>(
                state, content: configuration.content)?.position,
            position.containers.count == configuration.containerSearches.count
        else { return nil }
        return try await BlockingThread().run {
            do { try follow(from: position, report) } catch let error as LDAPError {
                return error.incompleteReason
            }
        }
    }

    /// - Throws: ``LDAPError`` or `CancellationError`, in the end always one of them.
    private func follow(
        from position: ContentSyncPosition, _ report: (WatchSign) -> Void
    ) throws -> Never {
        let connection = try Connection.open(
            configuration, limits: Connection.Limits(configuration.timeouts)
        ) { _ in }
        connection.keepAlive()
        var refreshing: Set<Int32> = []
        for (search, cookie) in searches(from: position) {
            refreshing.insert(try connection.send(search, since: cookie, persists: true))
        }
        while true {
            // The refresh has an end; what comes after it need not come.
            let patience =
                refreshing.isEmpty ? nil : ContinuousClock.now + configuration.timeouts.operation
            let message = try connection.nextOfAny(.changes, until: patience)
            switch message.kind {
            case .entry: report(.changed)
            case .reference: continue
            case .intermediate:
                let end = try connection.phaseEnd(of: message, .changes)
                let list = try end == nil ? connection.idSet(of: message, .changes) : nil
                if list != nil || end?.namesDeleted == false { report(.changed) }
                guard end?.isRefreshDone == true else { continue }
                refreshing.remove(ldap_msgid(message.pointer))
                if refreshing.isEmpty { report(.standing) }
            case .result:
                let result = try connection.result(message, .changes)
                // The server cannot go on from that cookie: somebody has to ask for everything.
                if [LDAP_SYNC_REFRESH_REQUIRED, LDAP_UNWILLING_TO_PERFORM].contains(result.code) {
                    report(.changed)
                }
                throw connection.error(of: result, .changes)
            }
        }
    }

    private func searches(from position: ContentSyncPosition) -> [(SearchRequest, [UInt8])] {
        let subjects = ReadingSubject.allCases.map {
            (SearchRequest($0, of: configuration).unpaged, position[$0])
        }
        let containers = zip(configuration.containerSearches, position.containers).map {
            ($0, Array($1.cookie))
        }
        return (subjects + containers).map { ($0.asking(for: SearchRequest.noAttributes), $1) }
    }
}

import Directory
import Entitlements
import Foundation
import MembershipSnapshot
import Synchronization

@testable import RollcallClient

/// Snapshots of a very small organisation, in which ada views everything.
enum MadeSnapshot {
    // The pair of RFC 8410 §10.
    static let key = try! SigningKey(
        pem: """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """)

    static func publicKey() throws -> PublicKey { try PublicKey(pem: key.verifyingKey.pem) }

    /// - Parameter completeAsOf: of the sources `corp` and, if there is a second one, `okta`.
    static func file(
        _ revision: Int64, completeAsOf: [Int64?], since: Int64 = 0, holds: Bool = true
    ) throws -> [UInt8] {
        let corp = SourceID("corp")
        let people = ["ada", "ben"].map { name in
            Person(
                id: PersonID("corp:\(name)"),
                accounts: [AccountKey(source: corp, anchor: Anchor(name))], label: "",
                isActive: name == "ada", attributes: AttributeValues([.init(.userName, name)]))
        }
        let held = HeldEntitlement(
            key: EntitlementKey(
                person: PersonID("corp:ada"), role: RoleID("viewer"), scope: .organization),
            since: Revision(1), sinceTime: Timestamp(secondsSinceEpoch: 0))
        let view = OrganizationView(
            moment: StoredMoment(
                revision: Revision(revision), since: Timestamp(secondsSinceEpoch: since), run: nil),
            freshness: zip(["corp", "okta"], completeAsOf).map { name, time in
                SourceFreshness(
                    source: SourceID(name),
                    completeAsOf: time.map(Timestamp.init(secondsSinceEpoch:)))
            },
            roles: [Role(id: RoleID("viewer"), title: "", tier: .standard, owner: .group("x"))],
            snapshot: DirectorySnapshot(
                sources: [], people: people, groups: [],
                memberships: MembershipGraph(people: [], groups: [], personCount: 2),
                reportingLines: ReportingLines(managers: [nil, nil]), diagnostics: []),
            held: holds ? [held] : [], departed: [])
        return try SnapshotFile(of: view, signedBy: key).bytes
    }
}

/// A clock that a test turns. **Units:** seconds since 1970.
final class TurnedClock: Sendable {
    private let seconds: Mutex<Int64>

    init(_ seconds: Int64) { self.seconds = Mutex(seconds) }

    var now: Int64 {
        get { seconds.withLock { $0 } }
        set { seconds.withLock { $0 = newValue } }
    }

    var date: Date { Date(timeIntervalSince1970: TimeInterval(now)) }
}

import Directory
import Entitlements
import Foundation
import MembershipSnapshot

/// What `/v1/check` would say.
public struct Answer: Sendable, Hashable {
    /// True only when it is proved.
    public let holds: Bool
    /// One word: `held`, `not-held`, `unknown-person`, `ambiguous-person`, `unknown-role`,
    /// `malformed-target`, `unknown-target`, `ambiguous-target`.
    public let ground: String
    /// Whether the directory says that the person is active; nil for nobody. Who has left still holds what
    /// nobody has revoked.
    public let isActive: Bool?
    /// The scope that reaches the target, as people write it; nil when none does.
    public let scope: String?
    /// Of the entitlements in force.
    public let revision: Int64
}

/// What is held at the moment.
public struct KnownState: Sendable, Hashable {
    /// Of the entitlements in force.
    public let revision: Int64
    /// The latest time that the snapshot speaks of; nil when nothing was ever read.
    public let madeAt: Date?
    /// Up to when each source is known completely; nil when it never was.
    public let completeAsOf: [String: Date?]
    /// Names the key that signed it.
    public let key: String
    /// Entitlements and people, for metrics.
    public let entitlements: Int
    public let people: Int
}

extension KnownState {
    init(_ header: SnapshotHeader) {
        revision = header.revision.rawValue
        madeAt = header.madeAt?.date
        completeAsOf = Dictionary(
            header.freshness.map { ($0.source.rawValue, $0.completeAsOf?.date) }
        ) { $1 }
        key = header.key.rawValue
        entitlements = header.counts.entitlements
        people = header.counts.people
    }
}

extension Answer {
    init(_ answer: CheckAnswer, in organization: OrganizationView) {
        holds = answer.holds
        ground = answer.ground.word
        isActive = answer.holder?.isActive
        scope = answer.entitlement.map { organization.rendered($0.key.scope) }
        revision = organization.moment.revision.rawValue
    }
}

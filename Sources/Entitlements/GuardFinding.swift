import Directory

/// A guard that a change set tripped: what was measured, against what limit, and which changes need
/// more approval because of it.
public struct GuardFinding: Sendable, Hashable {
    /// The guard that was tripped.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Too many entitlements of a subject would end.
        case revocations
        /// Too many people would lose a privileged role.
        case privileged
        /// Too many people who were inactive are active again and would be granted something, or a
        /// source shows nobody as inactive any more.
        case reactivations
        /// A source is much smaller than at its last complete reading.
        case sourceShrinks
        /// Many people of a source have an attribute no longer that changes rest on, or nobody has.
        case hiddenAttribute
        /// A role would have no holder left.
        case lastHolder
        /// A login, mail address or group name came back under another anchor.
        case reusedLabel
        /// A change would give somebody two roles that a conflict keeps apart.
        case conflict
    }

    /// What was counted over.
    public enum Subject: Sendable, Hashable {
        case everybody
        case person(PersonID)
        case role(RoleID)
        case tier(Tier)
        case group(GroupID)
        case source(SourceID)
        case attribute(Attribute, of: SourceID)
    }

    /// What was counted.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        case entitlements, people, groups, memberships
    }

    /// Says how ``subject`` and ``measured`` are to be read.
    public let kind: Kind
    /// Whose, or what's, entitlements were counted.
    public let subject: Subject
    /// What ``measured``, ``total`` and ``limit`` count.
    public let unit: Unit
    /// **Units:** those of ``unit``.
    public let measured: Int
    /// What ``measured`` is a part of.
    public let total: Int
    /// The largest number that would not have tripped it.
    public let limit: Int
    /// `7 of 9 holders of insights-admin would lose it; the limit is 3`. Names no person.
    public let summary: String
    /// The changes that need more approval. **Shape:** sorted, unique; empty means all of the set.
    public let changes: [ChangeID]

    public init(
        kind: Kind, subject: Subject, unit: Unit = .entitlements, measured: Int, total: Int,
        limit: Int, summary: String, changes: [ChangeID]
    ) {
        self.kind = kind
        self.subject = subject
        self.unit = unit
        self.measured = measured
        self.total = total
        self.limit = limit
        self.summary = summary
        self.changes = changes
    }

    /// Whether it asks for more approval.
    public var isTripped: Bool { measured > limit }
}

extension GuardFinding.Subject: CustomStringConvertible {
    /// `everybody`, `role:NAME`, `person:ID` …: for digests and for sorting; a person's id is in it.
    public var description: String {
        switch self {
        case .everybody: "everybody"
        case .person(let id): "person:\(id)"
        case .role(let id): "role:\(id)"
        case .tier(let tier): "tier:\(tier.rawValue)"
        case .group(let id): "group:\(id)"
        case .source(let id): "source:\(id)"
        case .attribute(let attribute, let source): "attribute:\(source):\(attribute)"
        }
    }
}

/// By kind, then subject, unit and sentence: the order in a change set.
extension GuardFinding: Comparable {
    public static func < (left: GuardFinding, right: GuardFinding) -> Bool {
        left.order < right.order
    }

    private var order: (String, String, String, String) {
        (kind.rawValue, subject.description, unit.rawValue, summary)
    }
}

import Directory

/// Person × role × scope: what names an entitlement.
public struct EntitlementKey: Sendable, Hashable, Comparable {
    public let person: PersonID
    /// What the person holds; many hold the same.
    private let scopedRole: ScopedRole

    public var role: RoleID { scopedRole.role }
    public var scope: Scope { scopedRole.scope }

    public init(person: PersonID, role: RoleID, scope: Scope) {
        self.init(person: person, scopedRole: ScopedRole(role: role, scope: scope))
    }

    /// - Parameter scopedRole: shared by as many keys as there may be.
    public init(person: PersonID, scopedRole: ScopedRole) {
        self.person = person
        self.scopedRole = scopedRole
    }

    /// The person, and the one whom the scope names.
    public var people: [PersonID] {
        switch scope {
        case .reports(let other), .person(let other): [person, other]
        default: [person]
        }
    }

    public static func < (left: EntitlementKey, right: EntitlementKey) -> Bool {
        if left.person != right.person { return left.person < right.person }
        if left.role != right.role { return left.role < right.role }
        return left.scope < right.scope
    }
}

/// Role × scope. A class, since a hundred thousand people may hold the same.
public final class ScopedRole: Sendable, Hashable {
    public let role: RoleID
    public let scope: Scope

    public init(role: RoleID, scope: Scope) {
        self.role = role
        self.scope = scope
    }

    public static func == (left: ScopedRole, right: ScopedRole) -> Bool {
        left === right || left.role == right.role && left.scope == right.scope
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(role)
        hasher.combine(scope)
    }
}

/// Roles over scopes, each of them once.
public struct ScopedRolePool: Sendable {
    private var known: Set<ScopedRole> = []

    public init() {}

    /// The one that was made of the same role and scope before, or a new one.
    public mutating func scopedRole(role: RoleID, scope: Scope) -> ScopedRole {
        known.insert(ScopedRole(role: role, scope: scope)).memberAfterInsert
    }
}

/// The number of a state of the entitlements; 0 is the empty store, and each applied change set adds
/// one.
public struct Revision: RawRepresentable, Sendable, Hashable, Comparable,
    CustomStringConvertible
{
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
    public static func < (left: Revision, right: Revision) -> Bool {
        left.rawValue < right.rawValue
    }
    public var description: String { String(rawValue) }
}

/// An entitlement in force, out of the store: the `current` side of a diff.
public struct CurrentEntitlement: Sendable, Hashable {
    /// Unique in every list of entitlements.
    public let key: EntitlementKey
    /// The revision that granted it.
    public let since: Revision
    /// Digests of its derivations. **Shape:** sorted, unique.
    public let derivations: [Digest]

    public init(key: EntitlementKey, since: Revision, derivations: [Digest]) {
        self.key = key
        self.since = since
        self.derivations = derivations
    }
}

/// What the rules grant on today's facts: the `desired` side of a diff.
public struct DesiredEntitlements: Sendable {
    /// One entitlement and the ways in which the rules grant it.
    public struct Entitlement: Sendable, Hashable {
        public let key: EntitlementKey
        /// Indices into ``DesiredEntitlements/derivations``. **Shape:** at least one; in the order of
        /// the derivations' digests.
        public let derivations: [Int32]

        public init(key: EntitlementKey, derivations: [Int32]) {
            self.key = key
            self.derivations = derivations
        }
    }

    /// **Shape:** sorted by key, unique.
    public let entitlements: [Entitlement]
    /// Each way of being granted once, however many people share it. **Shape:** sorted by digest,
    /// unique.
    public let derivations: [Derivation]
    /// The mappings that were evaluated.
    public let mapping: MappingRevision
    /// Exceptions in force whose login is nobody's, or several people's: whom they mean cannot be told,
    /// so they grant nothing and prove nothing.
    public let danglingExceptions: Set<RuleReference>

    public init(
        entitlements: [Entitlement], derivations: [Derivation], mapping: MappingRevision,
        danglingExceptions: Set<RuleReference> = []
    ) {
        self.entitlements = entitlements
        self.derivations = derivations
        self.mapping = mapping
        self.danglingExceptions = danglingExceptions
    }
}

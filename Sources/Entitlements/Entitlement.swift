import Directory

/// Person × role × scope: what names an entitlement.
public struct EntitlementKey: Sendable, Hashable, Comparable, Codable {
    public let person: PersonID
    public let role: RoleID
    public let scope: Scope

    public init(person: PersonID, role: RoleID, scope: Scope) {
        self.person = person
        self.role = role
        self.scope = scope
    }

    public static func < (left: EntitlementKey, right: EntitlementKey) -> Bool {
        if left.person != right.person { return left.person < right.person }
        if left.role != right.role { return left.role < right.role }
        return left.scope < right.scope
    }

    /// The person, and the one whom the scope names.
    public var people: [PersonID] {
        switch scope {
        case .reports(let other), .person(let other): [person, other]
        default: [person]
        }
    }
}

/// The number of a state of the entitlements; 0 is the empty store, and each applied change set adds
/// one.
public struct Revision: RawRepresentable, Sendable, Hashable, Comparable, Codable,
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

    public init(
        entitlements: [Entitlement], derivations: [Derivation], mapping: MappingRevision
    ) {
        self.entitlements = entitlements
        self.derivations = derivations
        self.mapping = mapping
    }
}

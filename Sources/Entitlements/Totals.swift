import Directory

/// Sums over an organisation or over a part of it: what guards measure losses against.
///
/// What is summed is counted once for each person, account, group or entitlement, so that the sums of
/// two parts added up are those of both together.
public struct Totals: Sendable, Hashable {
    /// What is counted; says what ``Key/subject`` is.
    public enum Topic: String, Sendable, Hashable, CaseIterable {
        /// Entitlements in force.
        case entitlements
        /// People who hold anything.
        case holders
        /// People who hold the role, in whatever scopes.
        case holdersOfRole
        /// People who hold a role of the tier.
        case holdersOfTier
        /// People known from the source who hold anything.
        case holdersFromSource
        /// People who hold something that they have through the group.
        case holdersThroughGroup
        /// Entitlements to the role that the rules grant.
        case wantedOfRole
        /// Accounts of the source.
        case accounts
        /// Groups of the source.
        case groups
        /// Direct memberships of the source.
        case memberships
        /// Accounts that the source shows as inactive.
        case inactive
        /// Accounts that have an attribute. **Shape:** the source, a space, the attribute's path.
        case attribute
        /// Accounts and groups of the source of which something could not be read.
        case unread
        /// People.
        case people
        /// People who have a manager.
        case managed
        /// Active people who have none.
        case unmanaged
        /// People whom the mapping's test of that position is about.
        case tested
        /// People who do not get a role since the grant's scope comes to nothing. **Shape:** the grant's
        /// place, the role and why.
        case withoutScope
        /// People who do not get a role for that reason, each counted once, by whichever grant. **Shape:** the
        /// role and why.
        case withoutRole
    }

    /// One sum.
    public struct Key: Sendable, Hashable {
        public let topic: Topic
        /// Empty where the topic is about everybody.
        public let subject: String

        public init(_ topic: Topic, _ subject: String = "") {
            self.topic = topic
            self.subject = subject
        }
    }

    /// **Shape:** without those that are 0.
    public private(set) var amounts: [Key: Int] = [:]

    /// Of nobody.
    public init() {}

    public init(_ amounts: [Key: Int]) { self.amounts = amounts.filter { $0.value != 0 } }

    public subscript(topic: Topic, subject: String = "") -> Int {
        amounts[Key(topic, subject)] ?? 0
    }

    public mutating func add(_ amount: Int, to topic: Topic, _ subject: String = "") {
        add(amount, to: Key(topic, subject))
    }

    private mutating func add(_ amount: Int, to key: Key) {
        let sum = (amounts[key] ?? 0) + amount
        amounts[key] = sum == 0 ? nil : sum
    }

    public static func + (left: Totals, right: Totals) -> Totals {
        var sum = left
        for (key, amount) in right.amounts { sum.add(amount, to: key) }
        return sum
    }

    public static func - (left: Totals, right: Totals) -> Totals {
        var rest = left
        for (key, amount) in right.amounts { rest.add(-amount, to: key) }
        return rest
    }
}

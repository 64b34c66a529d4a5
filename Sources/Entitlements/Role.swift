import Directory

/// The name of a role, as mapping files spell it.
public struct RoleID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// How much harm a role can do; decides who must approve, and how many.
public enum Tier: String, Sendable, Hashable, CaseIterable, Comparable {
    case standard, sensitive, privileged

    private var rank: Int { Tier.allCases.firstIndex(of: self) ?? 0 }
    public static func < (left: Tier, right: Tier) -> Bool { left.rank < right.rank }
}

/// What a rule grants.
public struct Role: Sendable, Hashable {
    /// Unique among the mapping files.
    public let id: RoleID
    /// What it lets people do, for people.
    public let title: String
    /// How much harm it can do.
    public let tier: Tier
    /// Who answers for it; the `roleOwner` of review lanes.
    public let owner: Principal

    public init(id: RoleID, title: String, tier: Tier, owner: Principal) {
        self.id = id
        self.title = title
        self.tier = tier
        self.owner = owner
    }
}

/// Somebody or some group, by its label in the directory, as mapping files name owners and
/// approvers: `person:USERNAME` or `group:NAME`.
public enum Principal: Sendable, Hashable, CustomStringConvertible {
    case person(String)
    case group(String)

    /// nil when the text has neither prefix, or nothing behind it.
    public init?(_ text: String) {
        if let name = text.behind("person:") {
            self = .person(name)
        } else if let name = text.behind("group:") {
            self = .group(name)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .person(let name): "person:\(name)"
        case .group(let name): "group:\(name)"
        }
    }
}

extension String {
    /// What follows the prefix; nil without it, or when nothing follows.
    func behind(_ prefix: String) -> String? {
        guard hasPrefix(prefix), utf8.count > prefix.utf8.count else { return nil }
        return String(dropFirst(prefix.count))
    }
}

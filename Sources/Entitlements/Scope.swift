import Directory

/// Over which part of the organisation a role holds.
///
/// The scopes that name a person hold the person's id, so that a changed login changes nothing; they
/// are shown with the login (``rendered(userName:)``).
public enum Scope: Sendable, Hashable {
    case organization
    case department(String)
    case region(String)
    /// By the group's name.
    case group(String)
    /// Everybody below the person, at any depth.
    case reports(PersonID)
    case person(PersonID)

    /// The word before the colon.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case organization, department, region, group, reports, person
    }

    /// Which of the six it is.
    public var kind: Kind {
        switch self {
        case .organization: .organization
        case .department: .department
        case .region: .region
        case .group: .group
        case .reports: .reports
        case .person: .person
        }
    }

    /// What follows the colon; empty for `organization`.
    public var argument: String {
        switch self {
        case .organization: ""
        case .department(let name), .region(let name), .group(let name): name
        case .reports(let person), .person(let person): person.rawValue
        }
    }

    /// nil when the argument is missing, or is one too many.
    /// - Parameter argument: as ``argument``; a person by id.
    public init?(kind: Kind, argument: String) {
        if kind != .organization && argument.isEmpty { return nil }
        switch kind {
        case .organization:
            guard argument.isEmpty else { return nil }
            self = .organization
        case .department: self = .department(argument)
        case .region: self = .region(argument)
        case .group: self = .group(argument)
        case .reports: self = .reports(PersonID(argument))
        case .person: self = .person(PersonID(argument))
        }
    }

    /// As people write it: `organization`, `department:X`, `reports:LOGIN`.
    /// - Parameter userName: the login of a person; an unknown person is shown by id.
    public func rendered(userName: (PersonID) -> String?) -> String {
        switch self {
        case .organization: kind.rawValue
        case .reports(let person), .person(let person):
            "\(kind.rawValue):\(userName(person) ?? person.rawValue)"
        default: "\(kind.rawValue):\(argument)"
        }
    }
}

/// The canonical spelling, with ids: `organization`, `department:X`, `reports:corp:…`. For storage
/// and digests; people see ``rendered(userName:)``.
extension Scope: LosslessStringConvertible, Comparable {
    public var description: String { rendered { _ in nil } }

    public init?(_ description: String) {
        let parts = description.split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = Kind(rawValue: String(parts[0])) else { return nil }
        self.init(kind: kind, argument: parts.count > 1 ? String(parts[1]) : "")
    }

    public static func < (left: Scope, right: Scope) -> Bool {
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return left.argument < right.argument
    }
}

import Directory
import Entitlements

/// Whether somebody may exercise a role on a target, and why.
public struct CheckAnswer: Sendable, Hashable {
    /// One word for machines.
    public enum Ground: Sendable, Hashable {
        case held
        /// The person holds the role over nothing that reaches the target.
        case notHeld
        case unknownPerson, ambiguousPerson, unknownRole
        case target(TargetFault)

        /// As answers spell it.
        public var word: String {
            switch self {
            case .held: "held"
            case .notHeld: "not-held"
            case .unknownPerson: "unknown-person"
            case .ambiguousPerson: "ambiguous-person"
            case .unknownRole: "unknown-role"
            case .target(let fault): fault.rawValue
            }
        }
    }

    public let ground: Ground
    /// The first entitlement that reaches the target; nil when none does.
    public let entitlement: HeldEntitlement?
    /// Who was asked about; nil when nobody could be found.
    public let holder: Holder?

    /// True only when it is proved.
    public var holds: Bool { ground == .held }

    fileprivate init(
        _ ground: Ground, of holder: Holder? = nil, _ entitlement: HeldEntitlement? = nil
    ) {
        self.ground = ground
        self.holder = holder
        self.entitlement = entitlement
    }
}

extension OrganizationView {
    /// Whether the person holds the role over the target. What cannot be told is no.
    /// - Parameters:
    ///   - name: a login or an id.
    ///   - text: as ``target(_:)`` reads it.
    /// - Complexity: O(log people + the person's entitlements)
    public func check(person name: String, role: RoleID, on text: String?) -> CheckAnswer {
        let holder: Holder
        switch self.holder(named: name) {
        case .found(let found): holder = found
        case .unknown: return CheckAnswer(.unknownPerson)
        case .ambiguous: return CheckAnswer(.ambiguousPerson)
        }
        let target: Target
        do throws(TargetFault) { target = try self.target(text) } catch {
            return CheckAnswer(.target(error), of: holder)
        }
        for entitlement in entitlements(of: holder)
        where entitlement.key.role == role && reaches(entitlement.key.scope, target) {
            return CheckAnswer(.held, of: holder, entitlement)
        }
        return CheckAnswer(self.role(role) == nil ? .unknownRole : .notHeld, of: holder)
    }

    /// Everybody who holds the role over the target. **Shape:** sorted by key; nil for a role that
    /// nobody knows.
    public func holdings(of role: RoleID, on target: Target) -> [HeldEntitlement]? {
        entitlements(of: role)?.filter { reaches($0.key.scope, target) }
    }
}

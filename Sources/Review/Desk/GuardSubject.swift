import Directory
import Entitlements

extension GuardFinding.Subject {
    /// As people call it: `everybody`, `role insights-admin`, `group eu-team`, `person ada`.
    func words(in snapshot: DirectorySnapshot, userName: (PersonID) -> String?) -> String {
        switch self {
        case .everybody: "everybody"
        case .person(let id): "person \(userName(id) ?? id.rawValue)"
        case .role(let id): "role \(id)"
        case .tier(let tier): "tier \(tier.rawValue)"
        case .group(let id):
            "group "
                + (snapshot.index(of: id).map { snapshot.groups[Int($0)].display } ?? id.rawValue)
        case .source(let id): "source \(id)"
        case .attribute(let attribute, let source): "attribute \(attribute) of \(source)"
        }
    }
}

import Directory
import Entitlements

/// A grant bound to a snapshot: what of its scope does not depend on the person is known.
///
/// A class, so that handing it out for each of many people copies nothing.
final class BoundGrant: Sendable {
    let grant: Grant
    private let source: Source
    private let snapshot: DirectorySnapshot

    /// Why a scope comes to nothing for somebody.
    enum Gap: Error, Hashable, Sendable {
        case attribute(Attribute)
        case noManager
        /// `reports:` or `person:` names a login that nobody has.
        case unknownPerson
        /// … or that several have.
        case ambiguousPerson
    }

    private enum Source: Sendable {
        case fixed(Result<Scope, Gap>)
        case own
        case manager
        case template
    }

    /// Looks up what is the same for everybody.
    init(_ grant: Grant, _ snapshot: DirectorySnapshot) {
        self.grant = grant
        self.snapshot = snapshot
        let template = grant.scope
        if template.kind == .organization {
            source = .fixed(.success(.organization))
        } else if let literal = template.literal {
            source = .fixed(Self.scope(template.kind, literal, in: snapshot))
        } else if template.kind.namesPerson, template.parts == [.attribute(.userName)] {
            source = .own
        } else if template.kind.namesPerson, template.parts == [.attribute(.managerValue)] {
            source = .manager
        } else {
            source = .template
        }
    }

    /// Whether the scope, for whomever, comes to nothing.
    var namesNobody: Bool {
        if case .fixed(.failure) = source { true } else { false }
    }

    /// The scope in which the person gets the role.
    func scope(for person: PersonIndex) -> Result<Scope, Gap> {
        switch source {
        case .fixed(let result): return result
        case .own: return .success(over(person))
        case .manager:
            guard let manager = snapshot.reportingLines.manager(of: person) else {
                return .failure(.noManager)
            }
            return .success(over(manager))
        case .template:
            var argument = ""
            for part in grant.scope.parts {
                switch part {
                case .text(let text): argument += text
                case .attribute(let attribute):
                    guard let value = value(attribute, of: person) else {
                        return .failure(.attribute(attribute))
                    }
                    argument += value
                }
            }
            return Self.scope(grant.scope.kind, argument, in: snapshot)
        }
    }

    private func over(_ person: PersonIndex) -> Scope {
        let id = snapshot.people[Int(person)].id
        return grant.scope.kind == .reports ? .reports(id) : .person(id)
    }

    private func value(_ attribute: Attribute, of person: PersonIndex) -> String? {
        switch attribute {
        case .id: return snapshot.people[Int(person)].id.rawValue
        case .managerValue, .managerDisplayName:
            guard let manager = snapshot.reportingLines.manager(of: person) else { return nil }
            let record = snapshot.people[Int(manager)]
            return attribute == .managerValue ? record.id.rawValue : record.displayName
        default: return snapshot.people[Int(person)].attributes[attribute]
        }
    }

    private static func scope(
        _ kind: Scope.Kind, _ argument: String, in snapshot: DirectorySnapshot
    ) -> Result<Scope, Gap> {
        switch kind {
        case .organization: return .success(.organization)
        case .department: return .success(.department(argument))
        case .region: return .success(.region(argument))
        case .group: return .success(.group(argument))
        case .reports, .person:
            let found = snapshot.people(userName: argument)
            guard let person = found.first else { return .failure(.unknownPerson) }
            guard found.count == 1 else { return .failure(.ambiguousPerson) }
            let id = snapshot.people[Int(person)].id
            return .success(kind == .reports ? .reports(id) : .person(id))
        }
    }
}

extension Scope.Kind {
    /// Whether the argument is a person.
    var namesPerson: Bool { self == .reports || self == .person }
}

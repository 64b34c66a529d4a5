import Directory
import Entitlements

/// Somebody who may hold something: in the directory, or gone from it and still holding.
public struct Holder: Sendable, Hashable {
    public let id: PersonID
    /// The login; the id of who has none.
    public let userName: String
    public let displayName: String
    /// What the directory says; false of who is gone.
    public let isActive: Bool
    /// The person's place in the snapshot; nil for who is gone from the directory.
    package let index: PersonIndex?
}

extension Holder {
    /// Who holds something and is gone from the directory.
    public init(gone id: PersonID, userName: String, displayName: String) {
        self.init(
            id: id, userName: userName, displayName: displayName, isActive: false, index: nil)
    }
}

/// Whom a name or an id means.
public enum HolderSearch: Sendable, Hashable {
    case found(Holder)
    case unknown
    /// Several people have that login: an id tells them apart.
    case ambiguous
}

extension OrganizationView {
    /// Looks for a login, letters compared without case, or else for an id.
    /// - Complexity: O(log people); for a name that nobody in the directory has, linear in ``departed``
    public func holder(named name: String) -> HolderSearch {
        let found = snapshot.people(userName: name)
        if found.count > 1 { return .ambiguous }
        if let index = found.first { return .found(holder(at: index)) }
        if let holder = holder(PersonID(name)) { return .found(holder) }
        let key = name.caselessForm
        let gone = departed.filter { $0.userName.caselessForm == key }
        if gone.count > 1 { return .ambiguous }
        return gone.first.map(HolderSearch.found) ?? .unknown
    }

    /// nil when nobody has that id.
    public func holder(_ id: PersonID) -> Holder? {
        if let index = snapshot.index(of: id) { return holder(at: index) }
        let place = departed.partitionPoint { $0.id < id }
        guard place < departed.count, departed[place].id == id else { return nil }
        return departed[place]
    }

    /// - Parameter index: of ``snapshot``.
    package func holder(at index: PersonIndex) -> Holder {
        let person = snapshot.people[Int(index)]
        return Holder(
            id: person.id, userName: person.userName, displayName: person.displayName,
            isActive: person.isActive, index: index)
    }

    /// As people write it, with logins.
    public func rendered(_ scope: Scope) -> String {
        scope.rendered { holder($0)?.userName }
    }
}

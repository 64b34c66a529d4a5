import Diagnostics
import Directory
import EntitlementStore
import Entitlements
import Foundation
import Reporting

extension RequestError {
    /// Also for a role that is only mistyped.
    /// - Throws: `StoreError`
    static func unknownRole(
        _ role: RoleID, in store: EntitlementStore, asOf moment: Moment
    ) throws -> RequestError {
        let known = try store.roles(asOf: moment).map(\.id.rawValue)
        return try absent(
            "no such role was known then; "
                + (Suggestion.hint(for: role.rawValue, among: known)
                    ?? (known.isEmpty
                        ? "`rollcall sync` reads the mapping files"
                        : "the roles are \(known.sorted().joined(separator: ", "))")),
            in: store, asOf: moment)
    }

    /// - Parameter known: the logins there are. They are people's names: one is suggested only where
    ///   a person reads it.
    static func unknownLogin(_ login: String, among known: [String]) -> RequestError {
        let isRead = StandardStreams.isTerminal(STDERR_FILENO)
        return RequestError(
            "nobody has that login; "
                + ((isRead ? Suggestion.hint(for: login, among: known) : nil)
                    ?? "`rollcall directory export` lists everybody"))
    }

    /// - Parameter sentence: what is said of a moment that the record knows.
    fileprivate static func absent(
        _ sentence: @autoclosure () throws -> String, in store: EntitlementStore,
        asOf moment: Moment
    ) throws -> RequestError {
        guard try store.moment(moment).run == nil,
            let first = try store.runs(limit: .max).map(\.start).min()
        else { return RequestError(try sentence()) }
        return RequestError("the record begins at \(first.readable), after that")
    }
}

extension EntitlementStore {
    /// The one person with that login (or id) at that moment.
    /// - Throws: ``RequestError``, which does not repeat the login.
    func person(named userName: String, asOf moment: Moment) throws -> PersonID {
        let found = try people(userName: userName, asOf: moment)
        guard let person = found.first else {
            throw try RequestError.absent(
                RequestError.unknownLogin(userName, among: try userNames()).description,
                in: self, asOf: moment)
        }
        guard found.count == 1 else {
            throw RequestError(
                "\(found.count) people have that login; name one by id: "
                    + found.map(\.rawValue).joined(separator: ", "))
        }
        return person
    }

    /// The role, when some mappings defined it up to that moment.
    /// - Throws: ``RequestError``
    func role(named name: String, asOf moment: Moment) throws -> RoleID {
        let role = RoleID(name)
        guard try roles(asOf: moment).contains(where: { $0.id == role }) else {
            throw try RequestError.unknownRole(role, in: self, asOf: moment)
        }
        return role
    }
}

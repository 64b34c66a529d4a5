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
        try store.beginning(after: moment).map(RequestError.init) ?? RequestError(try sentence())
    }
}

extension EntitlementStore {
    /// `nothing is recorded for 2026-11-20: the record begins at … (revision 1)`; nil of a moment that
    /// the record knows, and before the first run.
    fileprivate func beginning(after moment: Moment) throws -> String? {
        guard case .time(let time) = moment, try self.moment(moment).run == nil,
            let first = try firstRun()?.start
        else { return nil }
        // Of a day that was asked for, its last second was looked up.
        let asked = time.readable.hasSuffix("23:59:59 UTC") ? time.day : time.readable
        let revision = try self.moment().revision.rawValue > 0 ? " (revision 1)" : ""
        return "nothing is recorded for \(asked): the record begins at \(first.readable)\(revision)"
    }

    /// Beside an answer that is empty because nothing was recorded then.
    func sayWhereTheRecordBegins(asOf moment: Moment) throws {
        if let beginning = try beginning(after: moment) {
            StandardStreams.say("rollcall: \(beginning)")
        }
    }

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

import CPostgreSQL
import Foundation

extension PostgreSQLConnection {
    /// Connects to the first host that is as the address wants it; one that says nothing is passed over.
    ///
    /// libpq goes on to the next host where one refuses, but waits for ever for one that is silent, since it
    /// leaves the time to whoever connects step by step. That has to be so: only then can it be told, before the server
    /// speaks, that its sentences must not name the login.
    static func open(_ address: PostgreSQLAddress) throws -> PostgreSQLConnection {
        let handle = try address.withParameters { PQconnectStartParams($0, $1, 0) }
        guard let handle else { throw PostgreSQLFault(text: "no memory") }
        let connection = PostgreSQLConnection(handle)
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        // The server's sentence would name the login: its SQLSTATE is enough.
        PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
        if try isOpened(handle, within: address.limit) { return connection }
        guard let others = address.without(PostgreSQLHost(of: handle)) else {
            throw PostgreSQLFault(text: "the server did not answer in time", isLost: true)
        }
        return try open(others)
    }

    /// - Parameter limit: for each host.
    /// - Returns: false when the one that is being tried is silent
    private static func isOpened(_ handle: OpaquePointer, within limit: Duration) throws -> Bool {
        var status = PGRES_POLLING_WRITING
        var (host, end) = (PostgreSQLHost(of: handle), ContinuousClock.now + limit)
        while status != PGRES_POLLING_OK {
            guard status != PGRES_POLLING_FAILED, PQstatus(handle) != CONNECTION_BAD else {
                throw PostgreSQLFault(connecting: handle)
            }
            let current = PostgreSQLHost(of: handle)
            if current != host { (host, end) = (current, .now + limit) }
            let left = ContinuousClock.now.duration(to: end) / .milliseconds(1)
            let events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var wanted = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
            guard left > 0, poll(&wanted, 1, Int32(min(left + 1, 60_000))) >= 0 || errno == EINTR
            else { return false }
            if wanted.revents != 0 { status = PQconnectPoll(handle) }
        }
        return true
    }
}

/// One of the hosts that an address names, as libpq says it of a connection.
struct PostgreSQLHost: Equatable {
    /// Its name, or its address where it has none.
    let name: String
    let port: String

    init(of connection: OpaquePointer) {
        name = String(cString: PQhost(connection))
        port = String(cString: PQport(connection))
    }
}

extension PostgreSQLAddress {
    /// The same without one of its hosts; nil when that is the only one.
    fileprivate func without(_ host: PostgreSQLHost) -> PostgreSQLAddress? {
        let lists = ["host", "hostaddr", "port"].map { keyword in
            self[keyword]?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        }
        let count = max(lists[0].count, lists[1].count)
        let named = { (list: Int, position: Int) in
            lists[list].count == count ? lists[list][position] : lists[list].first ?? ""
        }
        let position = (0..<count).first { position in
            let name = named(0, position).isEmpty ? named(1, position) : named(0, position)
            return name == host.name && ["", host.port[...]].contains(named(2, position))
        }
        guard count > 1, let position else { return nil }
        var others = self
        for (keyword, var list) in zip(["host", "hostaddr", "port"], lists)
        where list.count == count {
            list.remove(at: position)
            others[keyword] = list.joined(separator: ",")
        }
        return others
    }
}

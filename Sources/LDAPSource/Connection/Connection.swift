import COpenLDAP
import Glibc

/// A session with one server: the one owner of libldap's handle.
///
/// Not `Sendable`: it lives within one ``BlockingThread/run(_:)``. Nothing of it waits longer than the
/// time-outs, and each wait ends soon after the task is cancelled.
final class Connection {
    /// libldap's; freed with the connection.
    let handle: OpaquePointer
    /// For error sentences.
    let server: LDAPURL
    /// Those of the whole fetch, also when it connects anew.
    let limits: Limits
    /// Messages since the clock was last looked at.
    private var unclocked = 0

    /// How long to wait, for what.
    struct Limits {
        let timeouts: LDAPConfiguration.Timeouts
        /// The end of the whole fetch.
        let deadline: ContinuousClock.Instant

        /// The deadline counts from here.
        init(_ timeouts: LDAPConfiguration.Timeouts) {
            self.timeouts = timeouts
            deadline = .now + timeouts.overall
        }

        /// What is left for connecting.
        var connect: Duration {
            min(timeouts.connect, ContinuousClock.now.duration(to: deadline))
        }
    }

    /// Makes a handle; nothing is sent yet.
    private init(to server: LDAPURL, limits: Limits) throws {
        Self.initializeLibrary
        var handle: OpaquePointer?
        let code = ldap_initialize(&handle, server.transport)
        guard code == LDAP_SUCCESS, let handle else {
            throw LDAPError(.unreachable, .connect, server: server, resultCode: code)
        }
        self.handle = handle
        self.server = server
        self.limits = limits
    }

    deinit { ldap_unbind_ext(handle, nil, nil) }

    /// Connects, protects the way and binds. A connection on which one of these fails is closed.
    static func open(_ server: LDAPURL, _ configuration: LDAPConfiguration, limits: Limits) throws
        -> Connection
    {
        let connection = try Connection(to: server, limits: limits)
        try connection.prepare()
        try connection.secure(configuration.tls)
        try connection.bind(configuration.bind)
        return connection
    }

    /// Options that the machine's ldap.conf must not decide: it may hold limits, and send the
    /// password to whoever a referral names.
    private func prepare() throws {
        try set(LDAP_OPT_PROTOCOL_VERSION, to: LDAP_VERSION3)
        try set(LDAP_OPT_SIZELIMIT, to: 0)
        try set(LDAP_OPT_TIMELIMIT, to: 0)
        try set(LDAP_OPT_DEREF, to: LDAP_DEREF_NEVER)
        try check(ldap_set_option(handle, LDAP_OPT_REFERRALS, nil), .connect)
        // The host of the URL is whom we mean; reverse look-ups are not to be trusted.
        try check(
            ldap_set_option(handle, LDAP_OPT_X_SASL_NOCANON, rollcall_ldap_opt_on()), .connect)
        var connect = timeValue(limits.connect)
        try check(ldap_set_option(handle, LDAP_OPT_NETWORK_TIMEOUT, &connect), .connect)
    }

    /// Once, before any handle: libldap reads its files at the first call, whichever that is. It
    /// also writes to sockets that the server has closed, of which a process dies unless it says
    /// that it does not mind.
    private static let initializeLibrary: Void = {
        signal(SIGPIPE, SIG_IGN)
        var version = LDAP_VERSION3
        ldap_set_option(nil, LDAP_OPT_PROTOCOL_VERSION, &version)
    }()
}

extension Connection {
    /// Sets an option of libldap that is a number.
    func set(_ option: Int32, to value: Int32) throws {
        var value = value
        try check(ldap_set_option(handle, option, &value), .connect)
    }

    /// - Throws: ``LDAPError`` unless `code` is success.
    func check(_ code: Int32, _ operation: LDAPError.Operation) throws {
        guard code == LDAP_SUCCESS else { throw error(code, operation) }
    }

    /// The fault that libldap reported last, as an error.
    func error(
        _ resultCode: Int32, _ operation: LDAPError.Operation, as code: LDAPError.Code? = nil
    ) -> LDAPError {
        LDAPError(
            code ?? LDAPError.Code(resultCode: resultCode), operation, server: server,
            resultCode: resultCode, text: diagnosticMessage)
    }

    /// What libldap, the TLS library or Cyrus SASL says of the last fault; empty when nothing.
    var diagnosticMessage: String {
        var text: UnsafeMutablePointer<CChar>?
        ldap_get_option(handle, LDAP_OPT_DIAGNOSTIC_MESSAGE, &text)
        defer { ldap_memfree(text) }
        return text.map { String(cString: $0) } ?? ""
    }

    /// libldap's, of the last fault.
    var lastResultCode: Int32 {
        var code: Int32 = LDAP_OTHER
        ldap_get_option(handle, LDAP_OPT_RESULT_CODE, &code)
        return code
    }
}

extension Connection {
    /// How often a silent wait looks for cancellation.
    private static let beat = Duration.milliseconds(100)

    /// Waits for the next message that answers `request`; given up, the request is abandoned.
    /// - Throws: ``LDAPError``, or `CancellationError`.
    func next(for request: Int32, _ operation: LDAPError.Operation) throws -> Message {
        let patience = ContinuousClock.now + limits.timeouts.operation
        while true {
            var wait = timeValue(Self.beat)
            var message: OpaquePointer?
            let kind = ldap_result(handle, request, LDAP_MSG_ONE, &wait, &message)
            if kind > 0, let message {
                try watchClock(request, operation)
                return Message(message)
            }
            guard kind == 0 else { throw error(lastResultCode, operation) }
            try giveUp(request, operation, after: patience)
        }
    }

    /// A trickle of messages must not outlast the deadline either.
    private func watchClock(_ request: Int32, _ operation: LDAPError.Operation) throws {
        unclocked += 1
        guard unclocked >= 256 else { return }
        unclocked = 0
        try giveUp(request, operation, after: limits.deadline)
    }

    private func giveUp(
        _ request: Int32, _ operation: LDAPError.Operation, after patience: ContinuousClock.Instant
    ) throws {
        let isLate = ContinuousClock.now >= min(patience, limits.deadline)
        guard isLate || Task.isCancelled else { return }
        ldap_abandon_ext(handle, request, nil, nil)
        try Task.checkCancellation()
        throw LDAPError(.timedOut, operation, server: server)
    }

    /// Waits for the one message that ends an operation.
    func result(of request: Int32, _ operation: LDAPError.Operation) throws -> ServerResult {
        let message = try next(for: request, operation)
        return try result(message, operation)
    }

    /// Decodes a message that ends an operation; its code may be any.
    /// - Throws: ``LDAPError`` with `malformed-answer`
    func result(_ message: borrowing Message, _ operation: LDAPError.Operation) throws
        -> ServerResult
    {
        guard let result = ServerResult(message, of: handle) else {
            throw error(LDAP_DECODING_ERROR, operation)
        }
        return result
    }
}

/// **Units:** rounded down to microseconds; at least one, as libldap takes 0 for "do not wait".
func timeValue(_ duration: Duration) -> timeval {
    let (seconds, attoseconds) = duration.components
    return rollcall_timeval(max(0, Int(seconds)), max(1, Int(attoseconds / 1_000_000_000_000)))
}

import COpenLDAP
import Glibc

// Waiting for what comes unasked.

extension Connection {
    /// How often a silent watch looks for cancellation.
    private static let watchBeat = Duration.milliseconds(250)

    /// Waits for the next message of any request, however long that takes.
    /// - Parameter patience: nil waits without end.
    /// - Throws: ``LDAPError``, or `CancellationError`.
    func nextOfAny(
        _ operation: LDAPError.Operation, until patience: ContinuousClock.Instant?
    ) throws -> Message {
        while true {
            try Task.checkCancellation()
            var wait = timeValue(Self.watchBeat)
            var message: OpaquePointer?
            let kind = ldap_result(handle, LDAP_RES_ANY, LDAP_MSG_ONE, &wait, &message)
            if kind > 0, let message { return Message(message) }
            guard kind == 0 else { throw error(lastResultCode, operation) }
            if let patience, ContinuousClock.now >= patience {
                throw LDAPError(.timedOut, operation, server: server)
            }
        }
    }

    /// Lets the system ask now and then whether the other side is there: it finds a server that went
    /// without a word, and keeps firewalls from taking the silence for an end.
    func keepAlive() {
        let options = [
            (SOL_SOCKET, SO_KEEPALIVE, 1), (Int32(IPPROTO_TCP), TCP_KEEPIDLE, 60),
            (Int32(IPPROTO_TCP), TCP_KEEPINTVL, 15), (Int32(IPPROTO_TCP), TCP_KEEPCNT, 4),
        ]
        for (level, name, value) in options {
            var value = Int32(value)
            // Not every socket is TCP.
            setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }
}

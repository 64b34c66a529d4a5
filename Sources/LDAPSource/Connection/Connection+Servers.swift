import Diagnostics

extension Connection {
    /// Connects to the first server that can be used.
    /// - Parameter passedOver: called with each server that cannot.
    /// - Throws: the last ``LDAPError`` when there is none, or `CancellationError`.
    static func open(
        _ configuration: LDAPConfiguration, limits: Limits, passedOver: (LDAPError) -> Void
    ) throws -> Connection {
        if let finding = configuration.findings().first {
            throw LDAPError(.invalidConfiguration, .connect, text: finding.message)
        }
        var last = LDAPError(.invalidConfiguration, .connect)
        for (index, url) in configuration.urls.enumerated() {
            try Task.checkCancellation()
            do {
                return try open(url, configuration, limits: limits)
            } catch let error as LDAPError where error.code.concernsOneServer {
                last = error
                if index + 1 < configuration.urls.count { passedOver(error) }
            }
        }
        throw last
    }
}

extension LDAPError.Code {
    /// Whether another server may do better. Refused credentials are not tried elsewhere: replicas
    /// share their count of wrong passwords, and lock the reader out.
    fileprivate var concernsOneServer: Bool {
        switch self {
        case .unreachable, .tls, .timedOut, .connectionLost, .unavailable, .malformedAnswer: true
        default: false
        }
    }
}

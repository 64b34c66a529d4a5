import Foundation

/// Stands between a client and a server of this machine, and spoils the server's answers.
public final class TCPProxy: Sendable {
    /// What happens to the bytes that the server sends on a connection.
    public enum Fault: Sendable {
        case none
        /// Both sides are closed after so many bytes.
        case cut(after: Int)
        /// So many bytes are passed on, then no more for the time; nothing is read meanwhile.
        case pause(after: Int, seconds: Double)
        /// The test does something, once on each connection, before more than so many bytes are
        /// passed on.
        case interlude(after: Int, @Sendable () -> Void)
    }

    private let listener: LoopbackSocket

    /// - Parameters:
    ///   - target: a port of this machine.
    ///   - address: the one of this machine's where it is.
    public init(
        to target: UInt16, at address: String = "127.0.0.1", fault: Fault = .none
    ) throws {
        let listener = try LoopbackSocket()
        self.listener = listener
        Thread.detachNewThread {
            while let client = listener.accept() {
                guard let server = LoopbackSocket.connect(to: target, at: address) else {
                    close(client)
                    continue
                }
                Self.join(client, server, fault)
            }
        }
    }

    deinit { end() }

    /// Nobody can connect any more; who is connected stays so.
    public func end() { listener.shut() }

    public var port: UInt16 { listener.port }
    /// As a directory server's.
    public var url: String { "ldap://localhost:\(port)" }

    private static func join(_ client: Int32, _ server: Int32, _ fault: Fault) {
        Thread.detachNewThread {
            pass(from: client, to: server, .none)
            shutdown(server, Int32(SHUT_RDWR))
        }
        Thread.detachNewThread {
            pass(from: server, to: client, fault)
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(server, Int32(SHUT_RDWR))
        }
    }

    private static func pass(from source: Int32, to target: Int32, _ fault: Fault) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var passed = 0
        while true {
            var count = read(source, &buffer, buffer.count)
            guard count > 0 else { return }
            if case .cut(let limit) = fault { count = min(count, limit - passed) }
            if case .pause(let limit, let seconds) = fault,
                (passed..<passed + count).contains(limit)
            {
                Thread.sleep(forTimeInterval: seconds)
            }
            if case .interlude(let limit, let action) = fault,
                (passed..<passed + count).contains(limit)
            {
                action()
            }
            guard send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return }
            passed += count
            if case .cut(let limit) = fault, passed >= limit { return }
        }
    }
}

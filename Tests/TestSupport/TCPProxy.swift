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
    private let connections: Connections

    /// - Parameters:
    ///   - target: a port of this machine.
    ///   - address: the one of this machine's where it is.
    public init(
        to target: UInt16, at address: String = "127.0.0.1", fault: Fault = .none
    ) throws {
        let listener = try LoopbackSocket()
        self.listener = listener
        let connections = Connections()
        self.connections = connections
        Thread.detachNewThread {
            while let client = listener.accept() {
                guard let server = LoopbackSocket.connect(to: target, at: address) else {
                    close(client)
                    continue
                }
                Self.join(connections.add(client, server), fault)
            }
        }
    }

    deinit { end() }

    /// Nobody can connect any more; who is connected stays so.
    public func end() { listener.shut() }

    /// How many clients were connected at the same time, at most.
    public var mostAtOnce: Int { connections.mostAtOnce }

    public var port: UInt16 { listener.port }
    /// As a directory server's.
    public var url: String { "ldap://localhost:\(port)" }

    private static func join(_ connection: Connection, _ fault: Fault) {
        Thread.detachNewThread {
            pass(from: connection.client, to: connection.server, .none)
            shutdown(connection.server, Int32(SHUT_RDWR))
        }
        Thread.detachNewThread {
            pass(from: connection.server, to: connection.client, fault)
            shutdown(connection.client, Int32(SHUT_RDWR))
            shutdown(connection.server, Int32(SHUT_RDWR))
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

extension TCPProxy {
    /// Both sockets, closed when neither direction needs them any longer.
    private final class Connection: Sendable {
        let client: Int32
        let server: Int32

        init(_ client: Int32, _ server: Int32) {
            self.client = client
            self.server = server
        }

        deinit {
            close(client)
            close(server)
        }

        /// Whether the client has not hung up, as the system knows it at once also of a process that was
        /// killed.
        var isOpen: Bool {
            let hungUp = Int16(POLLHUP) | Int16(POLLERR) | 0x2000  // POLLRDHUP
            var state = pollfd(fd: client, events: 0x2000, revents: 0)
            return poll(&state, 1, 0) >= 0 && state.revents & hungUp == 0
        }
    }

    private final class Connections: @unchecked Sendable {  // guarded by `lock`
        private struct Weak { weak var connection: Connection? }

        private let lock = NSLock()
        private var all: [Weak] = []
        private var most = 0

        var mostAtOnce: Int { lock.withLock { most } }

        func add(_ client: Int32, _ server: Int32) -> Connection {
            let connection = Connection(client, server)
            lock.withLock {
                all.removeAll { $0.connection?.isOpen != true }
                all.append(Weak(connection: connection))
                most = max(most, all.count)
            }
            return connection
        }
    }
}

import Foundation

/// A listening TCP socket on 127.0.0.1, on a port that the system chose.
public final class LoopbackSocket: Sendable {
    public let descriptor: Int32
    public let port: UInt16

    /// Connections are completed by the system also when nobody accepts them: alone, it is a server
    /// that never answers.
    public init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let failed = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) != 0 || listen(descriptor, 16) != 0
                    || getsockname(descriptor, $0, &size) != 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        if failed { throw POSIXError(.EADDRNOTAVAIL) }
    }

    deinit { close(descriptor) }

    /// Waits for a connection; nil when the socket was shut. No child process inherits it: else the
    /// client would not see that it was closed.
    public func accept() -> Int32? {
        let connection = Foundation.accept(descriptor, nil, nil)
        guard connection >= 0 else { return nil }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        return connection
    }

    /// Makes ``accept()`` end.
    public func shut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// A port that nobody listens on at the moment.
    public static func freePort() throws -> UInt16 { try LoopbackSocket().port }

    /// A connection to a port of this machine; nil when nobody listens.
    /// - Parameter address: within 127.0.0.0/8, all of which is this machine.
    public static func connect(to port: UInt16, at address: String = "127.0.0.1") -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var target = sockaddr_in()
        target.sin_family = sa_family_t(AF_INET)
        target.sin_port = port.bigEndian
        inet_pton(AF_INET, address, &target.sin_addr)
        let code = withUnsafePointer(to: &target) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if code == 0 { return descriptor }
        close(descriptor)
        return nil
    }
}

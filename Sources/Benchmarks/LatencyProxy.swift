import Foundation
import TestSupport

/// Stands between a client and a server of this machine as a long line would: every byte arrives
/// later, and as many of them.
final class LatencyProxy: Sendable {
    private let listener: LoopbackSocket

    /// - Parameters:
    ///   - target: a port of this machine.
    ///   - latency: there and back. **Units:** seconds.
    init(to target: UInt16, latency: Double) throws {
        let listener = try LoopbackSocket()
        self.listener = listener
        Thread.detachNewThread {
            while let client = listener.accept() {
                guard let server = LoopbackSocket.connect(to: target) else {
                    close(client)
                    continue
                }
                // A line holds back nothing: what waits for the acknowledgement of what went before
                // would come as late again.
                var on: Int32 = 1
                for end in [client, server] {
                    setsockopt(end, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(4))
                }
                let ends = Ends(client: client, server: server)
                for (source, target) in [(client, server), (server, client)] {
                    DelayLine(ends, from: source, to: target, delay: latency / 2).start()
                }
            }
        }
    }

    deinit { listener.shut() }

    var port: UInt16 { listener.port }
}

/// Both sides of a connection, open as long as somebody needs them.
private final class Ends: Sendable {
    private let client: Int32
    private let server: Int32

    init(client: Int32, server: Int32) { (self.client, self.server) = (client, server) }

    deinit {
        close(client)
        close(server)
    }
}

/// One direction of a connection.
private final class DelayLine: @unchecked Sendable {  // `pieces` is used under its condition's lock
    private let ends: Ends
    private let source: Int32
    private let target: Int32
    private let delay: Double
    private let condition = NSCondition()
    /// What is on its way and when it arrives; an empty piece is the end.
    private var pieces: [(bytes: [UInt8], arrival: Date)] = []

    init(_ ends: Ends, from source: Int32, to target: Int32, delay: Double) {
        self.ends = ends
        (self.source, self.target, self.delay) = (source, target, delay)
    }

    func start() {
        Thread.detachNewThread { self.take() }
        Thread.detachNewThread { self.deliver() }
    }

    private func take() {
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        var count = 0
        repeat {
            count = max(0, read(source, &buffer, buffer.count))
            condition.lock()
            pieces.append((Array(buffer[..<count]), Date(timeIntervalSinceNow: delay)))
            condition.signal()
            condition.unlock()
        } while count > 0
    }

    private func deliver() {
        while true {
            condition.lock()
            while pieces.isEmpty { condition.wait() }
            let piece = pieces.removeFirst()
            condition.unlock()
            Thread.sleep(until: piece.arrival)
            var sent = 0
            while sent < piece.bytes.count {
                let count = piece.bytes[sent...].withUnsafeBytes {
                    send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { break }
                sent += count
            }
            guard sent > 0, sent == piece.bytes.count else {
                shutdown(target, Int32(SHUT_RDWR))
                shutdown(source, Int32(SHUT_RDWR))
                return
            }
        }
    }
}

import Foundation
import TestSupport

/// A web server that does not keep to HTTP: it reads a request's head, then sends bytes as it is told.
public final class RawWebServer: Sendable {
    /// One thing that it does on a connection.
    public enum Step: Sendable {
        case send(String)
        /// The same bytes again and again, until the client is gone.
        case sendForEver(String, every: Duration = .zero)
        case pause(Duration)
        /// A TCP reset instead of an orderly end.
        case reset
        /// Nothing more, and no end, until the client is gone.
        case hold
    }

    private let listener: LoopbackSocket
    private let record = RequestRecord<String>()
    private let departures = RequestRecord<ContinuousClock.Instant>()

    /// - Parameter script: what to do on each connection, given how many came before; then it is closed.
    public convenience init(_ script: @escaping @Sendable (Int) -> [Step]) throws {
        try self.init { _, number in script(number) }
    }

    /// - Parameter script: what to do on each connection, given the request's head and how many came
    ///   before; then it is closed.
    public init(_ script: @escaping @Sendable (String, Int) -> [Step]) throws {
        let listener = try LoopbackSocket()
        self.listener = listener
        let (record, departures) = (record, departures)
        Thread.detachNewThread {
            while let client = listener.accept() {
                Thread.detachNewThread {
                    let head = Self.readHead(client)
                    let number = record.append(head)
                    for step in script(head, number) where !Self.take(step, client) {
                        departures.append(.now)
                        break
                    }
                    close(client)
                }
            }
        }
    }

    deinit { listener.shut() }

    public var url: String { "http://127.0.0.1:\(listener.port)" }
    public var port: UInt16 { listener.port }
    /// The heads of the requests so far, one a connection.
    public var requests: [String] { record.all }
    /// When clients were seen to be gone before the script's end.
    public var departed: [ContinuousClock.Instant] { departures.all }

    private static func readHead(_ client: Int32) -> String {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        // 22 begins a TLS handshake, which has no such end.
        while !head.suffix(4).elementsEqual([13, 10, 13, 10]), head.first != 22,
            read(client, &byte, 1) == 1
        {
            head.append(byte)
        }
        return String(decoding: head, as: UTF8.self)
    }

    /// - Returns: whether the client is still there.
    private static func take(_ step: Step, _ client: Int32) -> Bool {
        switch step {
        case .send(let text): return send(text, client)
        case .sendForEver(let text, let pause):
            while send(text, client) { sleep(pause) }
            return false
        case .pause(let time): sleep(time)
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout.size(ofValue: linger))
            setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, size)
        case .hold:
            var byte: UInt8 = 0
            while read(client, &byte, 1) > 0 {}
            return false
        }
        return true
    }

    private static func send(_ text: String, _ client: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return Foundation.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    private static func sleep(_ time: Duration) {
        if time > .zero { Thread.sleep(forTimeInterval: time / .seconds(1)) }
    }
}

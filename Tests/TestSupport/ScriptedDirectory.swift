import Foundation

/// A double of a directory server that answers what a test tells it to: for answers that no real
/// server can be brought to give.
public final class ScriptedDirectory: Sendable {
    /// What a client asked.
    public enum Request: Sendable {
        case bind
        case search(Search)
        case other
    }

    public struct Search: Sendable {
        public let base: String
        public let attributes: [String]
        /// Of the paged results control; nil without one.
        public let cookie: String?
        /// Of the sync request control (RFC 4533), empty when it has none; nil without the control.
        public let refreshCookie: String?
        /// Of the DirSync control, empty when it has none; nil without the control.
        public let dirSyncCookie: String?
        /// Each value that the filter compares with. **Shape:** in its order.
        public let filterValues: [String]
    }

    /// One message of the answer.
    public enum Answer: Sendable {
        case entry(String, [(String, [String])])
        case reference(String)
        /// A result with its code, the server's text and, when the server pages, a cookie.
        case result(Int, text: String = "", cookie: String? = nil)
        /// An intermediate message: its name, and its value in BER.
        case intermediate(String, [UInt8])
        /// Another message with a control: its name, and its value in BER.
        indirect case controlled(Answer, String, [UInt8])
        /// The connection is closed.
        case hangUp
    }

    private let listener: LoopbackSocket

    /// - Parameter answer: called with each request of any connection, and how many came before it
    ///   on this connection. Without a result the client waits for ever.
    public init(answer: @escaping @Sendable (Request, Int) -> [Answer]) throws {
        let listener = try LoopbackSocket()
        self.listener = listener
        Thread.detachNewThread {
            while let client = listener.accept() {
                Thread.detachNewThread {
                    Self.serve(client, answer)
                    close(client)
                }
            }
        }
    }

    deinit { listener.shut() }

    public var url: String { "ldap://localhost:\(listener.port)" }

    private static func serve(_ client: Int32, _ answer: (Request, Int) -> [Answer]) {
        var pending: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        var count = 0
        while true {
            let size = read(client, &buffer, buffer.count)
            guard size > 0 else { return }
            pending += buffer[..<size]
            var rest = pending[...]
            while let message = BER.next(&rest) {
                guard let (id, tag, request) = decode(message) else { return }
                for each in answer(request, count) {
                    guard let bytes = encode(each, id: id, to: tag) else { return }
                    _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                }
                count += 1
            }
            pending = Array(rest)
        }
    }

    /// - SeeAlso: RFC 4511 §4.1.1; nil for an unbind.
    private static func decode(_ message: BER) -> (id: Int, tag: UInt8, Request)? {
        let parts = message.parts
        guard parts.count >= 2, parts[1].tag != 0x42 else { return nil }
        let (id, operation) = (parts[0].number, parts[1])
        guard operation.tag == 0x63 else {
            return (id, operation.tag, operation.tag == 0x60 ? .bind : .other)
        }
        let fields = operation.parts
        let controls = parts.dropFirst(2).first?.parts ?? []
        func value(ofControl name: String) -> [BER]? {
            let control = controls.first { $0.parts[0].text.hasSuffix(name) }
            return control.flatMap { $0.parts.last.map { BER(0x30, $0.content).parts[0].parts } }
        }
        let refresh = value(ofControl: ".9.1.1")
        return (
            id, operation.tag,
            .search(
                Search(
                    base: fields[0].text, attributes: fields[7].parts.map(\.text),
                    cookie: value(ofControl: ".319")?[1].text,
                    refreshCookie: refresh.map { $0.count > 1 ? $0[1].text : "" },
                    dirSyncCookie: value(ofControl: ".841")?[2].text,
                    filterValues: values(in: fields[6])))
        )
    }

    private static func values(in filter: BER) -> [String] {
        switch filter.tag {
        case 0xa0...0xa2: filter.parts.flatMap(values)
        case 0xa3: [filter.parts[1].text]
        default: []
        }
    }

    /// Nil for hanging up.
    private static func encode(_ answer: Answer, id: Int, to request: UInt8) -> [UInt8]? {
        parts(answer, to: request).map { BER(0x30, [.integer(id)] + $0).bytes }
    }

    private static func parts(_ answer: Answer, to request: UInt8) -> [BER]? {
        var parts: [BER] = []
        switch answer {
        case .hangUp: return nil
        case .intermediate(let name, let value):
            parts.append(BER(0x79, [.text(name, tag: 0x80), BER(0x81, value)]))
        case .controlled(let answer, let name, let value):
            let control = BER(0x30, [.text(name), BER(0x04, value)])
            return self.parts(answer, to: request).map { $0 + [BER(0xa0, [control])] }
        case .entry(let dn, let attributes):
            let list = attributes.map { name, values in
                BER(0x30, [.text(name), BER(0x31, values.map { BER.text($0) })])
            }
            parts.append(BER(0x64, [.text(dn), BER(0x30, list)]))
        case .reference(let url): parts.append(BER(0x73, [.text(url)]))
        case .result(let code, let text, let cookie):
            let tag: UInt8 = request == 0x60 ? 0x61 : request == 0x63 ? 0x65 : 0x78
            parts.append(BER(tag, [.integer(code, tag: 0x0a), .text(""), .text(text)]))
            if let cookie {
                let value = BER(0x30, [.integer(0), .text(cookie)])
                let control = [.text("1.2.840.113556.1.4.319"), BER(0x04, value.bytes)]
                parts.append(BER(0xa0, [BER(0x30, control)]))
            }
        }
        return parts
    }
}

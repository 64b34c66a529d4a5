import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// What the server knows of a request beside the request.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    /// The client's, without the port; nil where it has none.
    var address: String? { channel.remoteAddress?.ipAddress }

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

extension Response {
    /// - Parameter isHead: the same without the body.
    init(_ answer: WebAnswer, isHead: Bool) {
        var fields = answer.fields
        if answer.status != .notModified {
            // It was not set before, and to look for it costs as much as to write it.
            fields.append(HTTPField(name: .contentType, value: answer.type.rawValue))
        }
        let whole = Response(
            status: answer.status, headers: fields,
            body: answer.stream.map { ResponseBody(contentLength: answer.length, $0) }
                ?? ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        self = isHead ? whole.createHeadResponse() : whole
    }
}

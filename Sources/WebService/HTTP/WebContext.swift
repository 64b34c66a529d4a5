import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// What the server knows of a request beside the request.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The client's, without the port; nil where it has none.
    let address: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress
    }
}

extension Response {
    /// - Parameter isHead: the same without the body.
    init(_ answer: WebAnswer, isHead: Bool) {
        var fields = answer.fields
        if answer.status != .notModified { fields[.contentType] = answer.type.rawValue }
        // Who has access is nobody's to keep: not a proxy's, and not without asking again.
        fields[.cacheControl] = "private, no-cache"
        fields[.xContentTypeOptions] = "nosniff"
        let whole = Response(
            status: answer.status, headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
        self = isHead ? whole.createHeadResponse() : whole
    }
}

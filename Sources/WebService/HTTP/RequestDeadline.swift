import NIOCore
import NIOHTTPTypes

/// Closes a connection on which the body of a request does not come to its end: with each byte that
/// trickles in the connection is not idle, and whoever sends it may be nobody who is let in.
final class RequestDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    private let limit: TimeAmount
    /// nil while no body is coming.
    private var end: Scheduled<Void>?

    /// - Parameter limit: from the first part of the body to its end.
    init(_ limit: TimeAmount) { self.limit = limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .body where end == nil:
            end = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
                context.close(promise: nil)
            }
        case .end: cancel()
        case .head, .body: break
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancel()
        context.fireChannelInactive()
    }

    private func cancel() {
        end?.cancel()
        end = nil
    }
}

import NIOCore

/// Closes a connection whose client takes nothing of what is sent: while an answer waits to be read the
/// connection is not idle, and whoever lets it wait may be nobody who is let in.
final class AnswerDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let limit: TimeAmount
    /// nil while the client takes what comes.
    private var end: Scheduled<Void>?

    /// - Parameter limit: for which nothing may be taken.
    init(_ limit: TimeAmount) { self.limit = limit }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        end?.cancel()
        end = nil
        if !context.channel.isWritable {
            end = context.eventLoop.assumeIsolated().scheduleTask(in: limit) {
                context.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        end = nil
        context.fireChannelInactive()
    }
}

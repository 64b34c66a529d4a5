import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging

/// The yardstick of the read service: the same server with an empty handler for the same request.
///
/// usage: PlainWebServer PORT
@main
enum PlainWebServer {
    static func main() async throws {
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8080
        let router = Router()
        router.get("/v1/check") { _, _ in HTTPResponse.Status.ok }
        try await Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            logger: Logger(label: "plain") { _ in SwiftLogNoOpLogHandler() }
        ).runService()
    }
}

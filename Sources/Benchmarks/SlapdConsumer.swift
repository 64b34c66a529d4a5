import Foundation
import TestSupport

/// A second slapd, which holds a copy of the first by content sync.
final class SlapdConsumer {
    private let provider: SlapdServer
    private let server: SlapdServer

    /// Makes an empty one, which is not started.
    init(of provider: SlapdServer) throws {
        self.provider = provider
        var options = SlapdOptions()
        options.maximumSize = provider.options.maximumSize
        let user = provider.options.administrator
        options.databaseLines = [
            "syncrepl rid=1 provider=\(provider.url) type=refreshAndPersist retry=\"1 +\" "
                + "searchbase=\"\(provider.options.suffix)\" bindmethod=simple binddn=\"\(user)\" "
                + "credentials=\(provider.options.password) schemachecking=off"
        ]
        server = try SlapdServer(options, ldifPath: nil)
    }

    /// Starts it, and waits until it holds what the provider holds.
    /// - Returns: the time until then, and what it took.
    func start() throws -> Measurement {
        let clock = ContinuousClock()
        let start = clock.now
        try server.start()
        let wanted = try Self.state(of: provider)
        // It has no entry to ask about at first.
        while (try? Self.state(of: server)) != wanted {
            guard server.processIdentifier != nil, clock.now - start < .seconds(3600) else {
                throw MeasuredProcess.Failure(description: "the consumer came to no end")
            }
            usleep(5000)
        }
        let wall = (clock.now - start) / .seconds(1)
        let use = server.processIdentifier.flatMap(ProcessUse.init(of:))
        return Measurement(wall: wall, cpu: use?.cpu ?? .nan, peak: use?.peak ?? 0)
    }

    func stop() { server.stop() }

    /// Up to where a server's content goes. **Shape:** as ldapsearch prints it.
    private static func state(of server: SlapdServer) throws -> String {
        try Tool.run(
            "ldapsearch",
            [
                "-x", "-LLL", "-H", server.url, "-b", server.options.suffix, "-s", "base",
                "contextCSN",
            ])
    }
}

import ArgumentParser
import DirectorySync
import Foundation
import Logging
import SiteConfiguration
import WebService

/// `rollcall-service`: what `rollcall serve` starts.
@main
struct RollcallService: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollcall-service",
        abstract: "Serve what is in force to other services; `rollcall serve` starts this.",
        version: Release.version)

    @Option(
        name: .shortAndLong,
        help: "The configuration file. (default: $ROLLCALL_CONFIG, else rollcall.yaml)")
    var config: String?

    @Option(help: "How much to log on standard error: trace, debug, info, notice, warning, error.")
    var logLevel = "info"

    @Option(help: "HOST:PORT. (default: as the configuration says, else 127.0.0.1:8080)")
    var listen: ListenAddress?

    func run() async throws {
        do {
            try SystemClock.check()
            let path =
                config ?? ProcessInfo.processInfo.environment["ROLLCALL_CONFIG"] ?? "rollcall.yaml"
            let configuration = try ConfigurationReader.read(path: path)
            JSONLogHandler.install(level: logLevel, clock: SystemClock.now, write: Self.say)
            try await service(configuration).run()
        } catch let error as ConfigurationError {
            for finding in error.diagnostics { Self.say("\(finding)\n") }
            throw ExitCode(2)
        } catch {
            Self.say("rollcall: \(error)\n")
            throw ExitCode(1)
        }
    }

    private func service(_ configuration: Configuration) throws -> ReadService {
        let serving = configuration.serving
        let address = listen ?? serving.listen
        let logger = Logger(label: "rollcall.service")
        return ReadService(
            configuration.store, correlation: configuration.correlation,
            settings: .init(
                host: address.host, port: address.port,
                tls: serving.tls.map { .init(certificate: $0.certificate, key: $0.key) },
                requestsPerSecond: serving.requestsPerSecond,
                issuers: serving.issuers.map(TokenIssuer.init),
                snapshotKey: try serving.snapshotKey?.read(), version: Release.version),
            clock: SystemClock.now,
            log: ServiceLog(
                wants: { logger.logLevel <= Logger.Level($0) },
                write: { level, message, details in
                    logger.log(
                        level: .init(level), "\(message)",
                        metadata: details.mapValues { .string($0) })
                }))
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}

extension ListenAddress: ExpressibleByArgument {}

extension TokenIssuer {
    fileprivate init(_ issuer: Configuration.Serving.Issuer) {
        func claims(_ list: [Configuration.Serving.Issuer.Claim]) -> [Claim] {
            list.map { Claim(name: $0.name, value: $0.value) }
        }
        self.init(
            name: issuer.name, audience: issuer.audience, field: issuer.field,
            keys: { try await issuer.keys.document(now: SystemClock.now) },
            read: claims(issuer.read), check: claims(issuer.check))
    }
}

extension Logger.Level {
    fileprivate init(_ level: ServiceLog.Level) {
        self =
            switch level {
            case .debug: .debug
            case .info: .info
            case .notice: .notice
            case .error: .error
            }
    }
}

import Directory
import Entitlements
import Logging

/// Writes each log event as one line of JSON: `{"at":…,"level":…,"message":…, metadata…}`.
///
/// Messages are fixed sentences and metadata are ids and counts: no person, DN, mail address or
/// secret is ever logged.
public struct JSONLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    private let clock: @Sendable () -> Timestamp
    private let write: @Sendable (String) -> Void

    /// - Parameter write: takes a whole line, its line feed included; called from any thread.
    public init(
        level: Logger.Level, clock: @escaping @Sendable () -> Timestamp,
        write: @escaping @Sendable (String) -> Void
    ) {
        logLevel = level
        self.clock = clock
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line: [String: JSONValue] = [:]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            line[key] = .string(value.description)
        }
        line["at"] = .string(clock().description)
        line["level"] = .string(event.level.rawValue)
        line["message"] = .string(event.message.description)
        write(CanonicalJSON.text(of: .object(line)) + "\n")
    }
}

extension JSONLogHandler {
    /// Makes it the log of the whole process; once, before anything is logged.
    /// - Parameter level: as swift-log names it; an unknown one means `info`.
    public static func install(
        level: String, clock: @escaping @Sendable () -> Timestamp,
        write: @escaping @Sendable (String) -> Void
    ) {
        let level = Logger.Level(rawValue: level) ?? .info
        LoggingSystem.bootstrap { _ in JSONLogHandler(level: level, clock: clock, write: write) }
    }
}

/// Where the service says what it does: fixed sentences, with ids, counts and labels. Never a person, a
/// token or a path that names one.
public struct ServiceLog: Sendable {
    public enum Level: Sendable { case debug, info, notice, error }

    private let wants: @Sendable (Level) -> Bool
    private let write: @Sendable (Level, String, [String: String]) -> Void

    /// - Parameter wants: whether what is said at that level is written at all; asked for each request.
    public init(
        wants: @escaping @Sendable (Level) -> Bool,
        write: @escaping @Sendable (Level, String, [String: String]) -> Void
    ) {
        self.wants = wants
        self.write = write
    }

    func callAsFunction(
        _ level: Level, _ message: String, _ details: @autoclosure () -> [String: String] = [:]
    ) {
        if wants(level) { write(level, message, details()) }
    }
}

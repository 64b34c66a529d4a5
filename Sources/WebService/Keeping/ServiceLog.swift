/// Where the service says what it does: fixed sentences, with ids, counts and labels. Never a person, a
/// token or a path that names one.
public struct ServiceLog: Sendable {
    public enum Level: Sendable { case debug, info, notice, error }

    private let write: @Sendable (Level, String, [String: String]) -> Void

    public init(_ write: @escaping @Sendable (Level, String, [String: String]) -> Void) {
        self.write = write
    }

    func callAsFunction(_ level: Level, _ message: String, _ details: [String: String] = [:]) {
        write(level, message, details)
    }
}

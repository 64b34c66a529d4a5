import Foundation

/// The folder that holds all of this.
public enum Repository {
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// - Parameter relative: from the root.
    public static func path(_ relative: String) -> String { root.appending(path: relative).path }
}

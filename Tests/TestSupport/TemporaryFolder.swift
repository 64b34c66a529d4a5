import Foundation
import Synchronization

/// A folder for one test, gone with its owner, or with the process when the owner lives as long.
public final class TemporaryFolder: Sendable {
    public let path: String

    /// - Parameter name: what the folder is for; shows in its path.
    public init(_ name: String) throws {
        var template = Array("/tmp/rollcall-\(name)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        Self.removeAllAtExit
        _ = Self.present.withLock { $0.insert(path) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        _ = Self.present.withLock { $0.remove(path) }
    }

    private static let present = Mutex<Set<String>>([])

    private static let removeAllAtExit: Void = {
        atexit {
            for path in TemporaryFolder.present.withLock({ $0 }) {
                try? FileManager.default.removeItem(atPath: path)
            }
        }
    }()

    /// The place of that name in the folder.
    public func url(_ name: String) -> URL { URL(fileURLWithPath: "\(path)/\(name)") }

    /// Writes a file.
    /// - Returns: its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: url(name))
        return "\(path)/\(name)"
    }
}

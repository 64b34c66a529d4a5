import Foundation
import Glibc

/// The file in which the last snapshot outlives its reader: whole, or as it was before.
struct KeptFile: Sendable {
    let path: String

    /// nil when there is none.
    func read() throws(ReaderError) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ReaderError(.unreadable, "the kept snapshot")
        }
        return Array(data)
    }

    /// Written beside it, brought to the disk, and put in its place. Who holds what is for its owner alone.
    func write(_ bytes: [UInt8]) throws(ReaderError) {
        let new = path + ".new"
        unlink(new)
        let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw ReaderError(.notKept, Self.reason) }
        let isWritten = Self.write(bytes, to: file) && fsync(file) == 0
        close(file)
        guard isWritten, rename(new, path) == 0 else {
            let reason = Self.reason
            unlink(new)
            throw ReaderError(.notKept, reason)
        }
    }

    private static var reason: String { String(cString: strerror(errno)) }

    private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(
                    file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }
}

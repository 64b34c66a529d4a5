import Glibc

/// A file with certificates or a key, handed on to a library by its path.
package enum CredentialFile {
    /// Whether a library may be given it: a file that can be read to its end, and not a device or a pipe,
    /// which would be waited for or fill the memory.
    package static func isUsable(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && status.st_size <= largest && access(path, R_OK) == 0
    }

    /// **Units:** bytes; the authorities of a whole system take a twentieth of it.
    private static let largest = 4 << 20
}

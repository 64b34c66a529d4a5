import Glibc

/// An open file; closed when it goes.
struct LDIFFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private let state: State

    /// What shows that a file was written to.
    private struct State: Equatable {
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
    }

    /// Opens a regular file; anything else is refused.
    /// - Throws: ``LDIFError/Code/unreadableFile``
    init(path: String) throws(LDIFError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        self.path = path
        guard descriptor >= 0 else {
            throw LDIFError(.open, .unreadableFile, path: path, system: .current)
        }
        guard let state = Self.state(of: descriptor) else {
            let system = LDIFError.SystemError.current
            close(descriptor)
            throw LDIFError(.open, .unreadableFile, path: path, system: system)
        }
        self.state = state
    }

    deinit { close(descriptor) }

    /// - Returns: how many bytes were read; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(LDIFError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw LDIFError(.read, .unreadableFile, path: path, system: .current)
            }
        }
    }

    /// Throws when somebody wrote to the file since it was opened: what was read may be half of the
    /// old text and half of the new.
    func checkUnchanged() throws(LDIFError) {
        guard Self.state(of: descriptor) == state else {
            throw LDIFError(.read, .changedWhileRead, path: path)
        }
    }

    private static func state(of descriptor: Int32) -> State? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        // A pipe or device could be waited on for ever.
        guard status.st_mode & S_IFMT == S_IFREG else {
            errno = EINVAL
            return nil
        }
        let time = status.st_mtim
        return State(
            size: Int64(status.st_size), seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec))
    }
}

extension LDIFError.SystemError {
    /// What the last failed call left behind.
    static var current: LDIFError.SystemError {
        let number = errno
        return LDIFError.SystemError(number: number, text: String(cString: strerror(number)))
    }
}

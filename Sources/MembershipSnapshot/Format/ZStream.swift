import CZlib

/// A stream of zlib, in one place since zlib keeps a pointer to it.
struct ZStream: ~Copyable {
    let pointer: UnsafeMutablePointer<z_stream>
    private let end: (UnsafeMutablePointer<z_stream>) -> Int32

    /// - Parameters:
    ///   - begin: one of `CZlib`'s.
    ///   - end: what frees that kind of stream.
    init(
        _ begin: (UnsafeMutablePointer<z_stream>) -> Int32,
        end: @escaping (UnsafeMutablePointer<z_stream>) -> Int32
    ) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: z_stream())
        self.end = end
        // Never: the arguments are constants, libz.so.1 is the version asked for, and without memory
        // nothing of Swift goes on either.
        guard begin(pointer) == Z_OK else { fatalError("zlib does not begin") }
    }

    deinit {
        _ = end(pointer)
        pointer.deallocate()
    }
}

import CZlib

/// Compresses what comes piece by piece, as one gzip member without name or time: the same bytes for the same
/// content, by one release of zlib.
/// - SeeAlso: RFC 1952
struct GzipWriter: ~Copyable {
    /// What is compressed so far.
    private(set) var output: [UInt8] = []
    /// In one place, since zlib keeps a pointer to it.
    private let stream: UnsafeMutablePointer<z_stream>
    private var room = [UInt8](repeating: 0, count: 64 << 10)

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard rollcall_deflate_begin(stream) == Z_OK else {
            fatalError("zlib has no memory, or is another one than this was built for")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    mutating func write(_ bytes: [UInt8]) { deflate(bytes, Z_NO_FLUSH) }

    /// Ends the member; nothing can be written behind it.
    mutating func finish() { deflate([], Z_FINISH) }

    private mutating func deflate(_ bytes: [UInt8], _ flush: Int32) {
        var bytes = bytes
        bytes.withUnsafeMutableBufferPointer { input in
            room.withUnsafeMutableBufferPointer { room in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                repeat {
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(room.count)
                    _ = CZlib.deflate(stream, flush)
                    output += room[..<(room.count - Int(stream.pointee.avail_out))]
                } while stream.pointee.avail_out == 0
            }
        }
    }
}

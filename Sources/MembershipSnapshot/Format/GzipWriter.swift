import CZlib

/// Compresses what comes piece by piece, as one gzip member without name or time: the same bytes for the same
/// content, by one release of zlib.
/// - SeeAlso: RFC 1952
struct GzipWriter: ~Copyable {
    /// What is compressed so far.
    private(set) var output: [UInt8] = []
    private let stream = ZStream(rollcall_deflate_begin, end: deflateEnd)
    private var room = [UInt8](repeating: 0, count: 64 << 10)

    mutating func write(_ bytes: [UInt8]) { deflate(bytes, Z_NO_FLUSH) }

    /// Ends the member; nothing can be written behind it.
    mutating func finish() { deflate([], Z_FINISH) }

    private mutating func deflate(_ bytes: [UInt8], _ flush: Int32) {
        var bytes = bytes
        bytes.withUnsafeMutableBufferPointer { input in
            room.withUnsafeMutableBufferPointer { room in
                stream.pointer.pointee.next_in = input.baseAddress
                stream.pointer.pointee.avail_in = UInt32(input.count)
                repeat {
                    stream.pointer.pointee.next_out = room.baseAddress
                    stream.pointer.pointee.avail_out = UInt32(room.count)
                    _ = CZlib.deflate(stream.pointer, flush)
                    output += room[..<(room.count - Int(stream.pointer.pointee.avail_out))]
                } while stream.pointer.pointee.avail_out == 0
            }
        }
    }
}

import CZlib

/// The lines of a compressed file, one after the other, so that the whole text is never in memory.
struct GzipLines {
    let file: [UInt8]

    /// A longer one would fill the reader's memory. **Units:** bytes.
    private static let longestLine = 1 << 20
    /// More would keep the reader at work for ever. **Units:** bytes, of all lines.
    private static let most = 4 << 30
    /// gzip, deflate, no name, no time, made by the usual level on Unix: as ``GzipWriter`` begins.
    private static let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// - Parameter body: takes each line without the line feed behind it.
    /// - Throws: ``SnapshotError/Code/damaged`` when it is no gzip, is cut, or has something behind its end.
    func forEach(
        _ body: (UnsafeBufferPointer<UInt8>) throws(SnapshotError) -> Void
    ) throws(SnapshotError) {
        guard file.starts(with: Self.head) else { throw SnapshotError(.damaged) }
        var inflater = Inflater()
        var position = 0
        var line: [UInt8] = []
        var total = 0
        while true {
            let isOver = inflater.step(file, at: &position)
            guard let isOver else { throw SnapshotError(.damaged) }
            total += inflater.count
            guard total <= Self.most else { throw SnapshotError(.damaged) }
            try split(inflater.produced, &line, body)
            if isOver { break }
        }
        guard position == file.count, line.isEmpty else { throw SnapshotError(.damaged) }
    }

    private func split(
        _ part: [UInt8], _ line: inout [UInt8],
        _ body: (UnsafeBufferPointer<UInt8>) throws(SnapshotError) -> Void
    ) throws(SnapshotError) {
        var rest = part[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line += rest[..<end]
            try call(body, line)
            line.removeAll(keepingCapacity: true)
            rest = rest[(end + 1)...]
        }
        line += rest
        guard line.count <= Self.longestLine else { throw SnapshotError(.damaged) }
    }

    private func call(
        _ body: (UnsafeBufferPointer<UInt8>) throws(SnapshotError) -> Void, _ line: [UInt8]
    ) throws(SnapshotError) {
        var fault: SnapshotError?
        line.withUnsafeBufferPointer { bytes in
            do throws(SnapshotError) { try body(bytes) } catch { fault = error }
        }
        if let fault { throw fault }
    }
}

/// zlib at work on one gzip member.
private struct Inflater: ~Copyable {
    private let stream = ZStream(rollcall_inflate_begin, end: inflateEnd)
    private var room = [UInt8](repeating: 0, count: 64 << 10)
    /// How much the last step gave. **Units:** bytes.
    private(set) var count = 0

    /// What the last step gave.
    var produced: [UInt8] { Array(room[..<count]) }

    /// - Parameter position: where the input goes on.
    /// - Returns: whether the member has ended; nil when it is damaged or goes no further.
    mutating func step(_ file: [UInt8], at position: inout Int) -> Bool? {
        let result = file.withUnsafeBufferPointer { input in
            room.withUnsafeMutableBufferPointer { room in
                stream.pointer.pointee.next_in = UnsafeMutablePointer(
                    mutating: input.baseAddress.map { $0 + position })
                stream.pointer.pointee.avail_in = UInt32(min(input.count - position, 1 << 20))
                let given = Int(stream.pointer.pointee.avail_in)
                stream.pointer.pointee.next_out = room.baseAddress
                stream.pointer.pointee.avail_out = UInt32(room.count)
                let result = inflate(stream.pointer, Z_NO_FLUSH)
                position += given - Int(stream.pointer.pointee.avail_in)
                count = room.count - Int(stream.pointer.pointee.avail_out)
                return result
            }
        }
        switch result {
        case Z_STREAM_END: return true
        case Z_OK: return false
        default: return nil
        }
    }
}

/// Puts physical lines together into logical ones, chunk by chunk: folded lines are unfolded, line
/// ends (LF or CRLF) and a byte order mark are taken away.
struct LDIFLines: Sendable {
    /// One logical line.
    struct Line: Sendable {
        /// Where it begins. **Units:** 1-based.
        var number = 1
        /// Unfolded, without line ends.
        var bytes: [UInt8] = []
    }

    /// What a chunk has come to.
    enum Step {
        /// A whole logical line; it stands in ``line`` until the next step.
        case line
        case needsMore
        case unexpectedContinuation
        case tooLong
    }

    /// The logical line at hand; whole when ``next(in:at:)`` says so.
    private(set) var line = Line()
    private var isOpen = false
    private var isAtStart = true
    private var isDelivered = false
    private var number = 1
    private var mark: [UInt8] = []
    private var isBehindMark = false

    /// Takes bytes from `chunk`, beginning at `position`, until a line is whole or nothing is left.
    mutating func next(in chunk: UnsafeBufferPointer<UInt8>, at position: inout Int) -> Step {
        if isDelivered { open() }
        skipMark(chunk, at: &position)
        while position < chunk.count {
            if isAtStart {
                let continues = chunk[position] == UInt8(ascii: " ")
                if continues && !isOpen {
                    line.number = number
                    return .unexpectedContinuation
                }
                if isOpen && !continues { return deliver() }
                if continues { position += 1 } else { line.number = number }
                isOpen = true
                isAtStart = false
            }
            let rest = UnsafeBufferPointer(rebasing: chunk[position...])
            let end = rest.firstIndex(of: UInt8(ascii: "\n"))
            line.bytes.append(contentsOf: rest[..<(end ?? rest.count)])
            position += end.map { $0 + 1 } ?? rest.count
            if line.bytes.count > LDIFParser.longestLine { return .tooLong }
            if end != nil { endPhysicalLine() }
            // An empty line separates, and nothing can continue it.
            if end != nil, line.bytes.isEmpty { return deliver() }
        }
        return .needsMore
    }

    /// The last line, when there is one; it needs no line end.
    mutating func finish() -> Bool {
        if isDelivered { open() }
        if !isAtStart, line.bytes.last == UInt8(ascii: "\r") { line.bytes.removeLast() }
        return isOpen
    }

    private mutating func endPhysicalLine() {
        if line.bytes.last == UInt8(ascii: "\r") { line.bytes.removeLast() }
        number += 1
        isAtStart = true
    }

    private mutating func deliver() -> Step {
        isDelivered = true
        return .line
    }

    private mutating func open() {
        line.bytes.removeAll(keepingCapacity: true)
        isOpen = false
        isDelivered = false
    }

    /// Windows programs begin a file with a byte order mark, which is no part of its text.
    private mutating func skipMark(_ chunk: UnsafeBufferPointer<UInt8>, at position: inout Int) {
        let wanted: [UInt8] = [0xEF, 0xBB, 0xBF]
        while !isBehindMark, position < chunk.count {
            if chunk[position] == wanted[mark.count] {
                mark.append(chunk[position])
                position += 1
                isBehindMark = mark.count == wanted.count
            } else {
                // Not a mark after all: what looked like its begin is text.
                isBehindMark = true
                guard !mark.isEmpty else { return }
                line.bytes = mark
                isOpen = true
                isAtStart = false
            }
        }
    }
}

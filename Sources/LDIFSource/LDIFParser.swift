import Diagnostics
import Directory

/// Reads the entries of an LDIF file, chunk by chunk.
///
/// Content records only: a file of changes is refused. What is unusual but clear is read, with a
/// finding. Memory is bounded by the largest record.
/// - SeeAlso: RFC 2849
public struct LDIFParser: Sendable {
    /// **Units:** bytes of one line, unfolded.
    public static let longestLine = 16 << 20
    /// **Units:** bytes of one record.
    public static let largestRecord = 256 << 20

    private let path: String
    private var lines = LDIFLines()
    private var record = LDIFRecord()
    /// How many records have been read.
    public private(set) var count = 0
    private var oddities: [LDIFOddity: (line: Int, count: Int)] = [:]

    /// - Parameter path: the file's name, for places.
    public init(path: String) { self.path = path }

    /// Reads a chunk; a record is given as soon as it is whole.
    /// - Throws: ``LDIFError`` at the first line that is no LDIF; nothing may be fed afterwards.
    public mutating func feed(
        _ chunk: UnsafeBufferPointer<UInt8>, _ body: (LDIFRecord) -> Void
    ) throws(LDIFError) {
        var position = 0
        while true {
            switch lines.next(in: chunk, at: &position) {
            case .needsMore: return
            case .unexpectedContinuation: throw error(.unexpectedContinuation)
            case .tooLong: throw error(.tooLong)
            case .line: try take(body)
            }
        }
    }

    /// Gives the last record. The last line need not end, and no empty line need follow.
    /// - Throws: ``LDIFError``
    public mutating func finish(_ body: (LDIFRecord) -> Void) throws(LDIFError) {
        if lines.finish() { try take(body) }
        endRecord(body)
    }

    /// What was unusual so far, each kind once. **Shape:** sorted.
    public var diagnostics: [Diagnostic] {
        oddities.map { $0.key.diagnostic(count: $0.value.count, path: path, line: $0.value.line) }
            .sorted()
    }

    private mutating func take(_ body: (LDIFRecord) -> Void) throws(LDIFError) {
        let line = lines.line
        switch line.bytes.first {
        case nil: endRecord(body)
        case UInt8(ascii: "#"): break
        default: try takeAttribute(line)
        }
    }

    private mutating func endRecord(_ body: (LDIFRecord) -> Void) {
        guard !record.isEmpty else { return }
        count += 1
        body(record)
        record.clear()
    }

    private mutating func takeAttribute(_ line: LDIFLines.Line) throws(LDIFError) {
        let result = line.bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(LDIFError) in try takeAttribute(LDIFLine(bytes), of: line.number) }
        }
        try result.get()
    }

    private mutating func takeAttribute(
        _ line: LDIFLine?, of number: Int
    ) throws(LDIFError) {
        guard let line else {
            let isChange = lines.line.bytes == [UInt8(ascii: "-")]
            throw error(isChange ? .changeRecord : .invalidLine)
        }
        if record.isEmpty {
            if count == 0, line.isNamed("version") {
                guard line.value.elementsEqual("1".utf8) else { throw error(.unsupportedVersion) }
                return
            }
            guard line.isNamed("dn") else { throw error(.missingDN) }
            record.line = number
        } else if line.isNamed("changetype") || (record.count == 0 && line.isNamed("control")) {
            throw error(.changeRecord)
        } else if line.isNamed("dn") {
            throw error(.invalidLine)
        }
        if line.form == .external { throw error(.externalValue) }
        if line.form == .plain, let oddity = LDIFOddity(ofPlain: line.value) {
            oddities[oddity, default: (number, 0)].count += 1
        }
        guard
            record.append(name: line.name, value: line.value, isBase64: line.form == .base64)
        else { throw error(.invalidBase64) }
        if record.size > Self.largestRecord { throw error(.tooLong) }
    }

    private func error(_ code: LDIFError.Code) -> LDIFError {
        LDIFError(.parse, code, path: path, line: lines.line.number)
    }
}

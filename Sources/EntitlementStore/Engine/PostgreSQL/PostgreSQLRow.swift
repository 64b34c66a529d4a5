import CPostgreSQL

/// One row out of the server, in binary form; the owner of libpq's memory for it.
final class PostgreSQLRow: SQLRow {
    private let result: OpaquePointer

    /// Takes the result over. **Shape:** of one row.
    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    /// The types that the schema and its questions have.
    /// - SeeAlso: `pg_type.dat` in PostgreSQL's sources, whose numbers never change
    private enum Kind {
        case number, text, bytes

        init(_ type: Oid) {
            switch type {
            case 16, 20, 21, 23: self = .number
            case 17: self = .bytes
            default: self = .text
            }
        }
    }

    private func raw(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        guard !isNull(column), let start = PQgetvalue(result, 0, Int32(column)) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let count = Int(PQgetlength(result, 0, Int32(column)))
        return UnsafeBufferPointer(
            start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
    }

    private func kind(_ column: Int) -> Kind { Kind(PQftype(result, Int32(column))) }

    func isNull(_ column: Int) -> Bool { PQgetisnull(result, 0, Int32(column)) == 1 }

    func integer(_ column: Int) -> Int64 {
        let bytes = raw(column)
        switch kind(column) {
        case .number where bytes.isEmpty: return 0
        case .number:
            // Of 1, 2, 4 or 8 bytes, the sign in the first.
            let sign: Int64 = bytes[0] & 0x80 != 0 && bytes.count > 1 ? -1 : 0
            return bytes.reduce(sign) { $0 << 8 | Int64($1) }
        case .text: return Int64(String(decoding: bytes, as: UTF8.self)) ?? 0
        case .bytes: return 0
        }
    }

    func text(_ column: Int) -> String {
        var text = ""
        withUTF8(column) { text = String(decoding: $0, as: UTF8.self) }
        return text
    }

    func bytes(_ column: Int) -> [UInt8] {
        if kind(column) == .bytes { return Array(raw(column)) }
        var bytes: [UInt8] = []
        withUTF8(column) { bytes = Array($0) }
        return bytes
    }

    func withUTF8(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        let bytes = raw(column)
        if kind(column) == .number, !bytes.isEmpty {
            var number = integer(column).description
            number.withUTF8(body)
        } else if kind(column) == .text, !PostgreSQLText.isPlain(bytes) {
            PostgreSQLText.read(bytes).withUnsafeBufferPointer(body)
        } else {
            body(bytes)
        }
    }
}

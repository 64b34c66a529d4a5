import CPostgreSQL

/// The rows of one answer, as the server sends them.
final class PostgreSQLAnswer {
    private let handle: OpaquePointer
    /// Rows that were taken in because the connection was needed, the next one last.
    private var waiting: [PostgreSQLRow] = []
    private var fault: PostgreSQLFault?
    private var isOver = false

    /// Of a query that was just sent.
    init(_ handle: OpaquePointer) { self.handle = handle }

    /// The next row; nil at the end.
    func next() throws -> PostgreSQLRow? {
        if let row = waiting.popLast() ?? fetch() { return row }
        if let fault { throw fault }
        return nil
    }

    /// Takes in what is left, so that something else can be asked.
    func takeIn() {
        var rows: [PostgreSQLRow] = []
        while let row = fetch() { rows.append(row) }
        waiting = rows.reversed() + waiting
    }

    /// Reads to the end what nobody wants any longer.
    func discard() { while fetch() != nil {} }

    private func fetch() -> PostgreSQLRow? {
        while !isOver {
            guard let result = PQgetResult(handle) else {
                isOver = true
                break
            }
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE: return PostgreSQLRow(result)
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: break
            default: fault = fault ?? PostgreSQLFault(result, of: handle)
            }
            PQclear(result)
        }
        return nil
    }
}

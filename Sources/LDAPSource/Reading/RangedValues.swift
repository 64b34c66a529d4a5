import COpenLDAP

/// A list of values that a server gives in parts, each a search of its own, while others change it.
///
/// A value that goes makes all behind it move up, and one of them would fall between two parts. So each
/// part begins with the last value of the one before; where another stands there, the list is read
/// again from its beginning. Whoever was given once stays: who was listed throughout is never missed.
struct RangedValues {
    private let connection: Connection
    private let dn: String
    private let operation: LDAPError.Operation
    /// The part that was given last.
    private var range: ValueRange
    private var lastValue: [UInt8]
    private var restarts = 0

    /// How often a list that changes is read again.
    static let mostRestarts = 3

    /// - Parameters:
    ///   - range: the first part, which came with its entry.
    ///   - lastValue: of that part.
    init(
        after range: ValueRange, endingWith lastValue: [UInt8], of dn: String,
        _ operation: LDAPError.Operation, over connection: Connection
    ) {
        self.range = range
        self.lastValue = lastValue
        self.dn = dn
        self.operation = operation
        self.connection = connection
    }

    /// Reads the parts that follow, while other searches go on.
    /// - Parameter append: called for each value, for some of them more than once.
    /// - Throws: ``LDAPError`` with `malformed-answer` when a part is missing, with `changing-list` when
    ///   the list does not come to rest.
    mutating func readRemainder(append: (UnsafeBufferPointer<UInt8>) -> Void) throws {
        while let next = range.following {
            if try readNext(next, append) { continue }
            restarts += 1
            guard restarts <= Self.mostRestarts else {
                throw LDAPError(.changingList, operation, server: connection.server)
            }
            guard try read(range.whole, from: nil, append) else {
                throw LDAPError(
                    .malformedAnswer, operation, server: connection.server,
                    text: "a range of values is missing")
            }
        }
    }

    /// A list that has become shorter than that may be an error to the server, and is none to us.
    private mutating func readNext(
        _ attribute: String, _ append: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws -> Bool {
        do {
            return try read(attribute, from: range.end, append)
        } catch let error as LDAPError where error.isServersWord {
            return false
        }
    }

    /// - Parameter joint: where the part before ended; nil for the first.
    /// - Returns: whether the part came, joins the one before and goes beyond it.
    private mutating func read(
        _ attribute: String, from joint: Int?, _ append: (UnsafeBufferPointer<UInt8>) -> Void
    ) throws -> Bool {
        let search = SearchRequest(
            operation, base: dn, scope: .base, filter: "(objectClass=*)", attributes: [attribute])
        var part: ValueRange?
        var joins = false
        var last: [UInt8] = []
        try connection.read(search) { description, values in
            guard let found = ValueRange(description), found.start == joint ?? 0 else { return }
            part = found
            var remaining = values
            guard let first = remaining.next() else { return }
            joins = joint == nil || first.elementsEqual(lastValue)
            var end = first
            for value in values {
                append(value)
                end = value
            }
            last = Array(end)
        }
        guard let part, joins, part.end.map({ $0 > joint ?? -1 }) ?? true else { return false }
        range = part
        lastValue = last
        return true
    }
}

extension Connection {
    /// Reads the answer of a search at once.
    /// - Parameters:
    ///   - request: when it was sent already.
    ///   - attribute: called for each attribute of each entry.
    /// - Throws: ``LDAPError`` also when the result is not success.
    func read(
        _ search: SearchRequest, by request: Int32? = nil,
        attribute: (UnsafeBufferPointer<UInt8>, EntryValues) throws -> Void
    ) throws {
        let request = try request ?? send(search)
        while true {
            let message = try next(for: request, search.operation)
            switch message.kind {
            case .entry:
                try decode(message, search.operation, name: { _ in }, attribute: attribute)
            case .reference, .intermediate: break
            case .result:
                let result = try result(message, search.operation)
                guard result.code == LDAP_SUCCESS else {
                    throw error(of: result, search.operation)
                }
                return
            }
        }
    }
}

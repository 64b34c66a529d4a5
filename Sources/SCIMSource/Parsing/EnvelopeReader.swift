import Directory

/// Reads what stands around the resources of a page: of a list, or of an error.
struct EnvelopeReader: Sendable {
    private enum Member: Sendable {
        case totalResults, startIndex, itemsPerPage, nextCursor, previousCursor, schemas
        case resources
        case status, scimType, detail
    }

    /// What was found at the top of a page.
    struct Envelope {
        var list = ListResponse()
        /// Every value named so; more than one is no list.
        var resources: [JSONValue] = []
        var error = ErrorResponse()
        var hasErrorMembers = false
    }

    private var names = NameTable<Member>([
        ("totalResults", .totalResults), ("startIndex", .startIndex),
        ("itemsPerPage", .itemsPerPage), ("nextCursor", .nextCursor),
        ("previousCursor", .previousCursor), ("schemas", .schemas), ("Resources", .resources),
        ("status", .status), ("scimType", .scimType), ("detail", .detail),
    ])

    /// - Parameter report: called with each oddity and the name that it is about.
    mutating func read(
        _ root: JSONValue, report: (SCIMFinding, String) -> Void
    ) -> Envelope {
        var envelope = Envelope()
        for value in root.children {
            guard let match = names.match(value.name) else { continue }
            let name = names.name(of: match)
            if let oddity = match.oddity { report(oddity, name) }
            take(value, as: match.meaning, into: &envelope) { report($0, name) }
        }
        return envelope
    }

    private func take(
        _ value: JSONValue, as member: Member, into envelope: inout Envelope,
        report: (SCIMFinding) -> Void
    ) {
        switch member {
        case .totalResults: envelope.list.totalResults = count(value, report)
        case .startIndex: envelope.list.startIndex = count(value, report)
        case .itemsPerPage: envelope.list.itemsPerPage = count(value, report)
        case .nextCursor: envelope.list.nextCursor = cursor(value)
        case .previousCursor: envelope.list.previousCursor = cursor(value)
        case .schemas: envelope.list.schemas = value.children.compactMap(\.string)
        case .resources: if !value.isNull { envelope.resources.append(value) }
        case .status: envelope.error.status = (value.digits ?? value.string).flatMap { Int($0) }
        case .scimType: envelope.error.scimType = value.string
        case .detail: envelope.error.detail = value.string
        }
        if [.status, .scimType, .detail].contains(member) { envelope.hasErrorMembers = true }
    }

    private func count(_ value: JSONValue, _ report: (SCIMFinding) -> Void) -> Int? {
        if value.isNull { return nil }
        if let digits = value.digits, let count = Int(digits), count >= 0 { return count }
        let count = value.string.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        report(count == nil ? .unusableCount : .countAsText)
        return count
    }

    /// An opaque text; a number is taken for one.
    private func cursor(_ value: JSONValue) -> String? {
        (value.string ?? value.digits).flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension EnvelopeReader.Envelope {
    /// Whether the page is an error: it says so, or speaks of a status and holds no list.
    var isError: Bool {
        names(ErrorResponse.schema)
            || (resources.isEmpty && list.totalResults == nil && hasErrorMembers)
    }

    /// Whether the page says that it is a list.
    var namesListSchema: Bool { names(ListResponse.schema) }

    private func names(_ schema: String) -> Bool {
        list.schemas.contains { $0.lowercased() == schema.lowercased() }
    }
}

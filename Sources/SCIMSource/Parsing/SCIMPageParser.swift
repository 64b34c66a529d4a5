import Directory

/// Reads pages of SCIM into a reading, one after the other.
///
/// A page is taken whole or not at all: what is no list throws before any of its resources counts.
package struct SCIMPageParser: Sendable {
    private var envelopes = EnvelopeReader()
    private var users = UserReader()
    private var groups = GroupReader()

    package init() {}

    /// Reads the enterprise extension under another name too.
    mutating func knowEnterprise(under urn: String) { users.layout.core.add(urn, .enterprise) }

    /// Reads a page of a list.
    /// - Parameter foresee: gets what the page says of the list, before its resources are read.
    /// - Throws: what the body is instead; see ``SCIMPageError/Code``.
    package mutating func readList(
        _ body: ParsedBody, of query: SCIMReadingBuilder.Query,
        into builder: inout SCIMReadingBuilder, foresee: (ListResponse) -> Void = { _ in }
    ) throws(SCIMPageError) -> ListResponse {
        let envelope = try open(body, query, &builder)
        var list = envelope.list
        guard envelope.resources.count <= 1,
            envelope.resources.allSatisfy(\.isArray),
            !envelope.resources.isEmpty || list.totalResults != nil || list.nextCursor != nil
        else { throw SCIMPageError(.notAListResponse, size: body.size) }
        foresee(list)
        let label = builder.label(of: query)
        if !envelope.namesListSchema { builder.report(.listSchema, at: label) }
        let before = builder.repeated
        _ = builder.takePlaces()
        for resources in envelope.resources {
            for resource in resources.children {
                read(resource, of: body, .listed, query, &builder)
            }
        }
        list.places = builder.takePlaces()
        list.repeated = builder.repeated - before
        builder.count(query, resources: list.resources)
        return list
    }

    /// Reads the answer to a request for one resource by its id, which replaces what a list said.
    /// - Throws: what the body is instead; see ``SCIMPageError/Code``.
    package mutating func readResource(
        _ body: ParsedBody, of query: SCIMReadingBuilder.Query,
        into builder: inout SCIMReadingBuilder
    ) throws(SCIMPageError) {
        let envelope = try open(body, query, &builder)
        guard envelope.resources.isEmpty, !envelope.namesListSchema else {
            throw SCIMPageError(.notAResource, size: body.size)
        }
        builder.count(query, resources: 1)
        read(try body.root.get(), of: body, .requested, query, &builder)
    }

    /// What the body of a failed request says; nil when it is no error of the protocol.
    package mutating func errorResponse(in body: ParsedBody) -> ErrorResponse? {
        guard let root = body.value, root.isObject else { return nil }
        let envelope = envelopes.read(root) { _, _ in }
        return envelope.isError ? envelope.error : nil
    }

    /// - Throws: for what is no object, or an error of the protocol.
    private mutating func open(
        _ body: ParsedBody, _ query: SCIMReadingBuilder.Query,
        _ builder: inout SCIMReadingBuilder
    ) throws(SCIMPageError) -> EnvelopeReader.Envelope {
        let label = builder.label(of: query)
        if body.hasMark { builder.report(.byteOrderMark, at: label) }
        let root = try body.root.get()
        guard root.isObject else { throw SCIMPageError(.notAListResponse, size: body.size) }
        let envelope = envelopes.read(root) { builder.report($0, of: $1, at: label) }
        if envelope.isError {
            throw SCIMPageError(.errorResponse, size: body.size, response: envelope.error)
        }
        return envelope
    }

    private mutating func read(
        _ resource: JSONValue, of body: ParsedBody, _ arrival: SCIMReadingBuilder.Arrival,
        _ query: SCIMReadingBuilder.Query, _ builder: inout SCIMReadingBuilder
    ) {
        switch query.subject {
        case .people:
            users.read(resource, isMended: body.isMended, arrival, of: query, into: &builder)
        case .groups:
            groups.read(resource, isMended: body.isMended, arrival, of: query, into: &builder)
        }
    }
}

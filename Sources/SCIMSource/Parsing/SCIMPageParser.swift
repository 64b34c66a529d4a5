import Directory

/// A page of a list, read by itself, beside the reading that it becomes a part of.
package struct SCIMPage: Sendable {
    /// Its places are positions among the resources of the page.
    package var list: ListResponse
    let resources: SCIMReadingBuilder
}

/// Reads pages of SCIM, one after the other.
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
    /// - Parameter label: where a finding about the page is.
    /// - Throws: what the body is instead; see ``SCIMPageError/Code``.
    package mutating func readList(
        _ body: ParsedBody, of subject: ReadingSubject, at label: String, in source: SourceID
    ) throws(SCIMPageError) -> SCIMPage {
        var page = SCIMReadingBuilder(source: source)
        let query = page.addQuery(subject, label)
        let envelope = try open(body, query, &page)
        var list = envelope.list
        guard envelope.resources.count <= 1,
            envelope.resources.allSatisfy(\.isArray),
            !envelope.resources.isEmpty || list.totalResults != nil || list.nextCursor != nil
        else { throw SCIMPageError(.notAListResponse, size: body.size) }
        if !envelope.namesListSchema { page.report(.listSchema, at: label) }
        for resources in envelope.resources {
            page.reserve(resources.count, of: subject)
            for resource in resources.children { read(resource, of: body, .listed, query, &page) }
        }
        list.places = page.takePlaces()
        list.repeated = page.repeated
        return SCIMPage(list: list, resources: page)
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

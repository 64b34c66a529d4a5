import Directory

/// Reads pages of SCIM into a reading, one after the other, with memory for one page.
///
/// A page is taken whole or not at all: what is no list throws before any of its resources counts.
package struct SCIMPageParser: ~Copyable {
    private var json: JSONParser
    private var envelopes = EnvelopeReader()
    private var users = UserReader()
    private var groups = GroupReader()

    package init() throws(SCIMPageError) {
        guard let json = JSONParser() else { throw SCIMPageError(.outOfMemory, size: 0) }
        self.json = json
    }

    /// Reads the enterprise extension under another name too.
    mutating func knowEnterprise(under urn: String) { users.layout.core.add(urn, .enterprise) }

    /// Reads a page of a list.
    /// - Throws: what the body is instead; see ``SCIMPageError/Code``.
    package mutating func readList(
        _ body: UnsafeBufferPointer<UInt8>, of query: SCIMReadingBuilder.Query,
        into builder: inout SCIMReadingBuilder
    ) throws(SCIMPageError) -> ListResponse {
        let page = try parse(body, query, &builder)
        let envelope = try open(page, body.count, query, &builder)
        var list = envelope.list
        guard envelope.resources.count <= 1,
            envelope.resources.allSatisfy(\.isArray),
            !envelope.resources.isEmpty || list.totalResults != nil || list.nextCursor != nil
        else { throw SCIMPageError(.notAListResponse, size: body.count) }
        let label = builder.label(of: query)
        if !envelope.namesListSchema { builder.report(.listSchema, at: label) }
        let before = builder.repeated
        _ = builder.takePlaces()
        for resources in envelope.resources {
            for resource in resources.children {
                read(resource, of: page, .listed, query, &builder)
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
        _ body: UnsafeBufferPointer<UInt8>, of query: SCIMReadingBuilder.Query,
        into builder: inout SCIMReadingBuilder
    ) throws(SCIMPageError) {
        let page = try parse(body, query, &builder)
        let envelope = try open(page, body.count, query, &builder)
        guard envelope.resources.isEmpty, !envelope.namesListSchema else {
            throw SCIMPageError(.notAResource, size: body.count)
        }
        builder.count(query, resources: 1)
        read(page.root, of: page, .requested, query, &builder)
    }

    /// Reads what a service says of itself.
    /// - Parameter read: gets the outermost value, valid during the call.
    /// - Returns: nil for what is no JSON object or array.
    mutating func document<Result>(
        in body: UnsafeBufferPointer<UInt8>, _ read: (JSONValue) -> Result
    ) -> Result? {
        guard case .success(let root) = json.parse(body), root.isObject || root.isArray
        else { return nil }
        return read(root)
    }

    /// What the body of a failed request says; nil when it is no error of the protocol.
    package mutating func errorResponse(
        in body: UnsafeBufferPointer<UInt8>
    ) -> ErrorResponse? {
        guard case .success(let root) = json.parse(body), root.isObject
        else { return nil }
        let envelope = envelopes.read(root) { _, _ in }
        return envelope.isError ? envelope.error : nil
    }

    private struct Page {
        let root: JSONValue
        /// See ``PageMending``.
        let isMended: Bool
    }

    private mutating func parse(
        _ body: UnsafeBufferPointer<UInt8>, _ query: SCIMReadingBuilder.Query,
        _ builder: inout SCIMReadingBuilder
    ) throws(SCIMPageError) -> Page {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let hasMark = body.starts(with: mark)
        let text = UnsafeBufferPointer(rebasing: body.dropFirst(hasMark ? mark.count : 0))
        let label = builder.label(of: query)
        if hasMark { builder.report(.byteOrderMark, at: label) }
        var result = json.parse(text)
        var isMended = false
        if case .failure(.noText) = result {
            isMended = true
            result = PageMending.mended(text).withUnsafeBufferPointer { json.parse($0) }
        }
        switch result {
        case .success(let root): return Page(root: root, isMended: isMended)
        case .failure(let fault):
            let isHTML = text.first { $0 > 0x20 } == UInt8(ascii: "<")
            throw isHTML
                ? SCIMPageError(.html, size: body.count)
                : SCIMPageError(fault, size: body.count)
        }
    }

    /// - Throws: for what is no object, or an error of the protocol.
    private mutating func open(
        _ page: Page, _ size: Int, _ query: SCIMReadingBuilder.Query,
        _ builder: inout SCIMReadingBuilder
    ) throws(SCIMPageError) -> EnvelopeReader.Envelope {
        guard page.root.isObject else {
            throw SCIMPageError(.notAListResponse, size: size)
        }
        let label = builder.label(of: query)
        let envelope = envelopes.read(page.root) { builder.report($0, of: $1, at: label) }
        if envelope.isError {
            throw SCIMPageError(.errorResponse, size: size, response: envelope.error)
        }
        return envelope
    }

    private mutating func read(
        _ resource: JSONValue, of page: Page, _ arrival: SCIMReadingBuilder.Arrival,
        _ query: SCIMReadingBuilder.Query, _ builder: inout SCIMReadingBuilder
    ) {
        switch query.subject {
        case .people:
            users.read(resource, isMended: page.isMended, arrival, of: query, into: &builder)
        case .groups:
            groups.read(resource, isMended: page.isMended, arrival, of: query, into: &builder)
        }
    }
}

import Diagnostics
import Directory

@testable import SCIMSource

/// Reads invented pages the way a source does.
struct SCIMFixture {
    static let list = #""schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"]"#
    static let meta = #""meta":{"resourceType":"User"}"#

    var builder = SCIMReadingBuilder(source: SourceID("cloud"))
    private var parser = SCIMPageParser()
    private let parsers = JSONParsers()
    private let people: SCIMReadingBuilder.Query
    private let groups: SCIMReadingBuilder.Query

    init() {
        people = builder.addQuery(.people, "Users")
        groups = builder.addQuery(.groups, "Groups")
    }

    private func query(_ subject: ReadingSubject) -> SCIMReadingBuilder.Query {
        subject == .people ? people : groups
    }

    /// Reads a whole body.
    @discardableResult
    mutating func page(
        _ body: String, of subject: ReadingSubject = .people
    ) throws(SCIMPageError) -> ListResponse {
        try page(Array(body.utf8), of: subject)
    }

    @discardableResult
    mutating func page(
        _ body: [UInt8], of subject: ReadingSubject = .people
    ) throws(SCIMPageError) -> ListResponse {
        let parsed = ParsedBody(body, with: parsers)
        let page = try parser.readList(
            parsed, of: subject, at: subject == .people ? "Users" : "Groups", in: SourceID("cloud"))
        return builder.take(page, of: query(subject))
    }

    /// Reads a page of these resources.
    @discardableResult
    mutating func list(
        _ resources: String..., of subject: ReadingSubject = .people
    ) throws(SCIMPageError) -> ListResponse {
        let joined = resources.joined(separator: ",")
        return try page(
            "{\(Self.list),\"totalResults\":\(resources.count),\"Resources\":[\(joined)]}",
            of: subject)
    }

    /// Reads people, each with the meta that is expected.
    mutating func users(_ members: String...) throws(SCIMPageError) {
        for user in members { try list("{\(user),\(Self.meta)}") }
    }

    mutating func groups(_ members: String...) throws(SCIMPageError) {
        for group in members { try list("{\(group),\(Self.meta)}", of: .groups) }
    }

    /// Reads one resource that was asked for by its id.
    mutating func resource(
        _ body: String, of subject: ReadingSubject
    ) throws(SCIMPageError) {
        let parsed = ParsedBody(Array(body.utf8), with: parsers)
        try parser.readResource(parsed, of: query(subject), into: &builder)
    }

    mutating func note(contentType: String?) { builder.note(contentType: contentType, of: people) }

    mutating func errorResponse(_ body: String) -> ErrorResponse? {
        parser.errorResponse(in: ParsedBody(Array(body.utf8), with: parsers))
    }

    func reading() -> SourceReading {
        let builder = builder
        return builder.finish(
            from: Timestamp(secondsSinceEpoch: 1), to: Timestamp(secondsSinceEpoch: 2))
    }
}

extension SourceReading {
    var codes: [String] { diagnostics.map(\.code) }
    var reasons: [String] { certificate.reasons.map(\.code) }

    func names(of group: DirectoryGroup) -> [String] {
        group.accounts.map { accounts[Int($0)].attributes[.userName] ?? "" }
    }
}

import Directory
import EntitlementStore
import Entitlements
import HTTPTypes
import MembershipSnapshot

/// `/scim/v2`: people and groups with what is in force, for whatever speaks SCIM 2.0; for reading.
/// - SeeAlso: RFC 7643, RFC 7644, RFC 9865
struct SCIMEndpoint: Sendable {
    let keeper: ViewKeeper

    func answer(_ request: WebRequest) async throws(WebProblem) -> WebAnswer {
        try request.reader.require(.read)
        let path = Array(request.path.dropFirst(2))
        switch path.first {
        case "Users": return try await resources(UserResources.self, path, request)
        case "Groups": return try await resources(GroupResources.self, path, request)
        case "Me", "Bulk":
            // A token is a service's: behind it is nobody who could be "me".
            throw WebProblem(.notImplemented, "not-implemented", "this is not offered here")
        default:
            try request.require(.get)
            return try Discovery(base: request.scimBase).answer(path, request.query)
                .tagged(with: request)
        }
    }

    private func resources<Resources: SCIMResources>(
        _ type: Resources.Type, _ path: [String], _ request: WebRequest
    ) async throws(WebProblem) -> WebAnswer {
        switch path.count {
        case 1:
            try request.require(.get)
            let search = try SearchRequest(request.query)
            return try await list(type, search, request)
        case 2 where path[1] == ".search":
            try request.require(.post)
            return try await list(type, try SearchRequest(body: request.body), request)
        case 2:
            try request.require(.get)
            guard let view = keeper.view else { throw .notReady }
            let resources = Resources(organization: view.organization, base: request.scimBase)
            guard let place = resources.place(of: path[1]) else {
                throw .notFound("there is no such resource")
            }
            let projection = try SearchRequest(request.query).projection
            let resource = resources.resource(at: place, projection)
            return answer(resource.json, view)
                .tagged(resource.version, known: request.fields[.ifNoneMatch])
        default: throw .notFound("there is nothing here")
        }
    }

    private func list<Resources: SCIMResources>(
        _ type: Resources.Type, _ search: SearchRequest, _ request: WebRequest
    ) async throws(WebProblem) -> WebAnswer {
        let (view, start) = try await beginning(of: search)
        let resources = Resources(organization: view.organization, base: request.scimBase)
        let places = try resources.places(matching: search.filter)
        let sorted =
            try search.sorting.map { sorting throws(WebProblem) in
                try sorting.sorted(places, key: resources.sortKey(sorting.path))
            } ?? places
        let first = min(start, sorted.count)
        let page = sorted[first..<min(first + search.count, sorted.count)]
        var members: [String: JSONValue] = [
            "schemas": [.string(SCIMURN.listResponse)], "totalResults": .number(sorted.count),
            "itemsPerPage": .number(page.count),
            "Resources": .array(
                page.map { resources.resource(at: $0, search.projection).json }),
        ]
        if search.cursor == nil {
            members["startIndex"] = .number(start + 1)
        } else if page.endIndex < sorted.count, !page.isEmpty {
            members["nextCursor"] = .string(
                Cursor(view.organization.moment, position: page.endIndex, of: search).text)
        }
        let list = answer(.object(members), view)
        // RFC 9110 §13.1.2: what is asked by another method is never "not modified".
        return request.method == .get ? list.tagged(with: request) : list
    }

    /// The view that a list is of, and where in it the page begins.
    ///
    /// A cursor goes on in the view in which its list began, so that what changes meanwhile moves
    /// nobody from one page to another.
    private func beginning(of search: SearchRequest) async throws(WebProblem) -> (ServedView, Int) {
        guard let text = search.cursor, !text.isEmpty else {
            guard let view = keeper.view else { throw .notReady }
            return (view, search.startIndex - 1)
        }
        guard let cursor = Cursor(text), cursor.belongs(to: search) else {
            throw .badQuery("this cursor is of another list, or none", scimType: "invalidCursor")
        }
        if let view = keeper.kept(where: cursor.isOf) { return (view, cursor.position) }
        do throws(WebProblem) {
            let view = try await keeper.view(asOf: .revision(cursor.revision))
            if cursor.isOf(view.organization.moment) { return (view, cursor.position) }
        } catch {
            // A store that cannot be read at the moment may still have it.
            if error.status == .serviceUnavailable { throw error }
        }
        throw .badQuery("begin the list anew", scimType: "expiredCursor")
    }

    private func answer(_ value: JSONValue, _ view: ServedView) -> WebAnswer {
        WebAnswer(.ok, CanonicalJSON.bytes(of: value), type: .scim, fields: view.fields)
    }
}

extension WebRequest {
    /// The address of the service, as the client knows it.
    fileprivate var scimBase: String { "\(base)/scim/v2" }
}

extension WebAnswer {
    /// By its digest.
    fileprivate func tagged(with request: WebRequest) -> WebAnswer {
        tagged("W/\"\(Digest(of: body).short)\"", known: request.fields[.ifNoneMatch])
    }
}

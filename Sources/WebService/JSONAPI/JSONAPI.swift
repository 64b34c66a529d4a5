import Directory
import EntitlementStore
import Entitlements
import HTTPTypes

/// `/v1`: the questions that services ask, answered in JSON. `openapi.json` describes it.
struct JSONAPI: Sendable {
    let keeper: ViewKeeper
    let clock: @Sendable () -> Timestamp
    /// nil where no key signs them.
    let snapshots: SnapshotShelf?

    /// The parameters of a view.
    private static let ofTime = ["asOf", "atLeast"]

    func answer(_ request: WebRequest) async throws(WebProblem) -> WebAnswer {
        let path = request.path.dropFirst()
        switch path.first {
        case "check":
            try none(path)
            try request.reader.require(.check)
            return try await checkAnswer(request)
        case "revision", "sources":
            try none(path)
            try request.reader.require(.check)
            let view = try await view(request, taking: [])
            return path.first == "revision" ? revision(view) : sources(view)
        case "why":
            try none(path)
            try request.reader.require(.read)
            return try await why(request)
        case "watch":
            try none(path)
            try request.reader.require(.read)
            return try await watch(request)
        case "snapshot":
            try none(path)
            try request.reader.require(.read)
            return try await snapshot(request)
        default:
            let route = try ListRoute(path)
            try request.reader.require(.read)
            let view = try await view(request, taking: route.parameters)
            return try answer(route, request.query, view)
        }
    }

    private func answer(
        _ route: ListRoute, _ query: Query, _ view: ServedView
    ) throws(WebProblem) -> WebAnswer {
        switch route {
        case .whoCan: try whoCan(query, view)
        case .entitlements: try entitlements(query, view)
        case .people: try people(query, view)
        case .person(let id): try person(id, view)
        case .groups: try groups(query, view)
        case .group(let id): try group(id, view)
        case .roles: roles(view)
        }
    }

    private func none(_ path: ArraySlice<String>) throws(WebProblem) {
        if path.count > 1 { throw .nowhere }
    }

    /// The view that the request is about: `asOf` a time or a revision, or now, and then not before
    /// `atLeast` a revision is in force. It is for reading, and takes these parameters and no others.
    func view(_ request: WebRequest, taking parameters: [String]) async throws(WebProblem)
        -> ServedView
    {
        try request.require(.get)
        return try await view(request.query, taking: parameters)
    }

    /// The same of a request by any method.
    func view(_ query: Query, taking parameters: [String]) async throws(WebProblem)
        -> ServedView
    {
        try query.allow(parameters, and: Self.ofTime)
        let revision = try query.number("atLeast", in: 0...Int(Int32.max))
        if let moment = try moment(query) {
            if revision != nil { throw .badQuery("asOf and atLeast do not go together") }
            return try await keeper.view(asOf: moment)
        }
        if let revision { return try await keeper.view(atLeast: Revision(Int64(revision))) }
        guard let view = keeper.view else { throw .notReady }
        return view
    }

    /// nil for now.
    func moment(_ query: Query) throws(WebProblem) -> Moment? {
        guard let text = query["asOf"] else { return nil }
        guard let moment = Moment(text) else {
            throw .badQuery("asOf takes a revision (12), a day or a time in RFC 3339")
        }
        if case .time = moment, let begin = Timestamp(text), begin > clock() {
            throw .badQuery("asOf asks about the past, and this is later than now")
        }
        return moment
    }
}

/// What lists, or shows one of a list.
private enum ListRoute {
    case whoCan, entitlements, people, groups, roles
    case person(String)
    case group(String)

    init(_ path: ArraySlice<String>) throws(WebProblem) {
        let parts = Array(path)
        switch (parts.first, parts.count) {
        case ("who-can", 1): self = .whoCan
        case ("entitlements", 1): self = .entitlements
        case ("people", 1): self = .people
        case ("people", 2): self = .person(parts[1])
        case ("groups", 1): self = .groups
        case ("groups", 2): self = .group(parts[1])
        case ("roles", 1): self = .roles
        default: throw .nowhere
        }
    }

    /// What it takes beside the moment.
    var parameters: [String] {
        switch self {
        case .whoCan: ["role", "on", "limit", "after"]
        case .entitlements: ["person"]
        case .people: ["filter", "limit", "after"]
        case .groups: ["display", "limit", "after"]
        case .person, .group, .roles: []
        }
    }
}

import Entitlements
import MembershipSnapshot

/// The resources of one type, by their places in a view.
protocol SCIMResources {
    init(organization: OrganizationView, base: String)

    /// nil when there is none of that id.
    func place(of id: String) -> Int32?
    /// **Shape:** ascending, which is the order of ids.
    /// - Parameter filter: nil for all.
    func places(matching filter: String?) throws(WebProblem) -> [Int32]
    /// What a list is sorted by.
    /// - Throws: ``WebProblem`` when the path names nothing to sort by.
    func sortKey(_ path: String) throws(WebProblem) -> (Int32) -> String?
    func resource(at place: Int32, _ projection: Projection) -> SCIMResource
}

/// One resource as it is sent.
struct SCIMResource {
    let json: JSONValue
    /// Its `meta.version` and `ETag`: of what is sent, since who asked for less has less that may change.
    let version: String

    /// - Parameters:
    ///   - members: without `meta`.
    ///   - location: its own URL.
    init(
        _ members: [String: JSONValue], type: String, location: String, _ projection: Projection
    ) {
        var sent = projection.applied(to: members)
        version = "W/\"\(Digest(of: CanonicalJSON.bytes(of: .object(sent))).short)\""
        let meta: JSONValue = [
            "resourceType": .string(type), "location": .string(location),
            "version": .string(version),
        ]
        sent.merge(projection.applied(to: ["meta": meta])) { $1 }
        json = .object(sent)
    }
}

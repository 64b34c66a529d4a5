import Directory
import Entitlements
import HTTPTypes
import MembershipSnapshot

/// A view, with what every answer from it carries made ready. A class, so that a request holds it
/// without a copy.
final class ServedView: Sendable {
    let organization: OrganizationView
    /// Up to when each source is known completely. **Shape:** an array, as every answer carries it.
    let freshness: JSONValue
    /// What every answer carries, with `Rollcall-Revision` and `Rollcall-Complete-As-Of`.
    let fields: HTTPFields
    /// **Shape:** `{"formatVersion":1,"freshness":[…]`, to be gone on with.
    let opening: [UInt8]
    /// **Shape:** `,"revision":12`.
    let revision: [UInt8]

    init(_ organization: OrganizationView) {
        self.organization = organization
        freshness = Self.json(organization.freshness)
        var fields = HTTPFields.ofEveryAnswer
        fields[.revision] = organization.moment.revision.description
        fields[.freshness] = organization.freshness.map {
            "\($0.source)=\"\($0.completeAsOf?.description ?? "never")\""
        }.joined(separator: ", ")
        self.fields = fields
        var writer = JSONWriter(indentation: nil)
        writer.write(raw: "{\"formatVersion\":1,\"freshness\":")
        writer.write(freshness)
        opening = writer.bytes
        revision = Array(",\"revision\":\(organization.moment.revision)".utf8)
    }

    /// A document with what every answer says: its format, revision and freshness.
    func document(_ members: [String: JSONValue]) -> WebAnswer {
        let value = JSONValue.object(
            members.merging([
                "formatVersion": 1, "freshness": freshness,
                "revision": .number(organization.moment.revision.rawValue),
            ]) { $1 })
        return WebAnswer(.ok, CanonicalJSON.bytes(of: value), fields: fields)
    }

    private static func json(_ freshness: [SourceFreshness]) -> JSONValue {
        .array(
            freshness.map {
                [
                    "source": .string($0.source.rawValue),
                    "completeAsOf": .optional($0.completeAsOf?.description),
                ]
            })
    }
}

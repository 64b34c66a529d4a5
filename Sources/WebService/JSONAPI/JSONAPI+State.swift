import Directory
import Entitlements
import MembershipSnapshot

/// What the answers are of.
extension JSONAPI {
    func revision(_ view: ServedView) -> WebAnswer {
        let moment = view.organization.moment
        return view.document([
            "since": .optional(moment.since?.description),
            "run": moment.run.map { .number($0.rawValue) } ?? .null,
        ])
    }

    /// Each source, with what it contributes and why it is stale.
    func sources(_ view: ServedView) -> WebAnswer {
        let organization = view.organization
        let completeAsOf = Dictionary(
            organization.freshness.map { ($0.source, $0.completeAsOf) }, uniquingKeysWith: { $1 })
        return view.document([
            "sources": .array(
                organization.snapshot.sources.map { source in
                    [
                        "id": .string(source.id.rawValue),
                        "completeAsOf": .optional(completeAsOf[source.id]??.description),
                        "staleBecause": .strings(source.staleBecause.map(\.code)),
                    ]
                })
        ])
    }
}

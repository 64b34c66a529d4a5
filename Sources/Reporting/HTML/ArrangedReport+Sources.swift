import Directory
import Entitlements

/// The values of the page's population proof.
extension ArrangedReport {
    /// For the template `sources`.
    var sourceValues: [String: Any] {
        let stale = report.sources.count { !$0.isFresh }
        var values: [String: Any] = [
            "sources": report.sources.enumerated().map { $1.values(index: $0) }
        ]
        if stale > 0 { values["stale"] = stale.grouped }
        return values
    }
}

extension SourceProof {
    fileprivate func values(index: Int) -> [String: Any] {
        var values: [String: Any] = [
            "index": String(index), "id": source.rawValue.legible, "fresh": isFresh,
            "freshness": isFresh ? "read completely" : certificate == nil ? "never read" : "stale",
            "hasCounts": counts != nil, "hasPrevious": previous != nil,
            "counts": countValues, "unmatched": unmatched.grouped,
            "unresolved": unresolved.grouped,
            "exclusions": exclusions.map {
                ["reason": $0.reason.words, "count": $0.count.grouped]
            },
            "stale": staleBecause.map { reason in
                var values = ["message": reason.message.legible, "code": reason.code]
                values["hint"] = reason.hint?.legible
                return values
            },
            "hasQueries": !(certificate?.queries.isEmpty ?? true),
            "queries": (certificate?.queries ?? []).map { query in
                [
                    "subject": query.subject.legible, "query": query.query.legible,
                    "entries": query.entries.counted("entry", "entries"),
                    "pages": query.pages.counted("page"), "excluded": query.excluded.grouped,
                ]
            },
        ]
        values["unknownSince"] = unknownSince?.readable
        values["start"] = certificate?.start.readable
        values["end"] = certificate?.end.readable
        values["endISO"] = certificate?.end.description
        return values
    }

    private var countValues: [[String: String]] {
        let fields: [(String, KeyPath<ReadingCounts, Int>)] = [
            ("People", \.people), ("Groups", \.groups), ("Memberships", \.memberships),
        ]
        return fields.map { what, field in
            [
                "what": what, "now": counts?[keyPath: field].grouped ?? "",
                "difference": difference(field) ?? "first reading",
            ]
        }
    }
}

import EntitlementStore
import Entitlements
import Foundation
import Reporting

/// One entry of the ledger for people: what was done, without the digests that attest it.
struct LedgerLine {
    private let entry: LedgerEntry
    private let body: Body

    init(_ entry: LedgerEntry) {
        self.entry = entry
        body = Body(entry.body)
    }

    /// `17  2026-11-26 21:26:34  apply  change set 2: 1 applied, 0 rejected; revision 3`.
    /// - Parameter width: of the number.
    func text(numberWidth width: Int) -> String {
        let number = "\(entry.number)"
        let padding = String(repeating: " ", count: max(0, width - number.count))
        return "\(padding)\(number)  \(entry.time.readable.prefix(19))  \(entry.kind.rawValue)"
            + "  \(sentence)"
    }

    private var sentence: String {
        switch entry.kind {
        case .run: run
        case .mapping: "mappings \(body.text("digest").prefix(12))"
        case .changeSet: proposal
        case .decisions: decisions
        case .apply, .close: settlement
        case .leaseTakeover: "a run took over the lease of another that had not ended"
        case .tokenCreated:
            "token \(body.text("name")) (\(body.text("scopes"))), until \(body.text("expires"))"
        case .tokenRevoked: "token \(body.text("name"))"
        }
    }

    private var run: String {
        let sources = body.list("sources")
        let incomplete = sources.filter { $0.number("complete") == 0 }.map { $0.text("source") }
        let set = body.number("changeSet").map { ", change set \($0)" } ?? ""
        let read =
            incomplete.isEmpty
            ? sources.count.counted("source") + " complete"
            : "incomplete: " + incomplete.joined(separator: ", ")
        return "run \(body.count("run")): \(body.text("verdict"))\(set); \(read)\(limits)"
    }

    /// The limits of guards that are not the usual ones: whoever raises them is seen.
    private var limits: String {
        let usual = Body(CanonicalJSON.text(of: GuardLimits().json)).numbers
        let others = body.part("guards").numbers.filter { usual[$0.key] != $0.value }
            .map { "\($0.key) \($0.value)" }.sorted()
        return others.isEmpty ? "" : "; guards: \(others.joined(separator: ", "))"
    }

    private var proposal: String {
        let counts = [
            body.count("grants").counted("grant"), body.count("revokes").counted("revoke"),
        ]
        let carried = body.count("carriedOver")
        let more = [
            body.count("guards") > 0 ? body.count("guards").counted("guard finding") : nil,
            carried > 0 ? "\(carried.counted("decision")) carried over" : nil,
            body.number("supersedes").map { "in place of change set \($0)" },
        ]
        return "change set \(body.count("changeSet")): \(counts.joined(separator: ", "))"
            + more.compactMap(\.self).map { "; \($0)" }.joined()
    }

    private var decisions: String {
        let reviewers = body.list("reviewers").map { reviewer in
            let lane = reviewer.text("lane")
            return "\(reviewer.text("verdict")) by "
                + (lane.isEmpty ? reviewer.text("authority") : "policy \(lane)")
        }
        return "change set \(body.count("changeSet")): \(body.count("count").counted("decision")): "
            + reviewers.joined(separator: ", ")
    }

    private var settlement: String {
        let stale = body.part("stale").count("count")
        let parts =
            ["applied", "rejected"].map { "\(body.part($0).count("count")) \($0)" }
            + (stale > 0 ? ["\(stale) stale"] : [])
        let revision = body.number("revision").map { "; revision \($0)" } ?? ""
        return "change set \(body.count("changeSet")): \(parts.joined(separator: ", "))\(revision)"
    }
}

/// The body of an entry; what a former version did not write counts as 0 or empty.
private struct Body {
    private let members: [String: Any]

    init(_ text: String) {
        self.init((try? JSONSerialization.jsonObject(with: Data(text.utf8))) as Any)
    }

    private init(_ value: Any) { members = value as? [String: Any] ?? [:] }

    func number(_ key: String) -> Int? { (members[key] as? NSNumber)?.intValue }
    func count(_ key: String) -> Int { number(key) ?? 0 }
    func text(_ key: String) -> String { members[key] as? String ?? "" }
    /// Every number, also below, by its path: `revocations.percent`.
    var numbers: [String: Int] {
        members.reduce(into: [:]) { numbers, member in
            if let number = member.value as? NSNumber { numbers[member.key] = number.intValue }
            for (key, value) in Body(member.value).numbers {
                numbers["\(member.key).\(key)"] = value
            }
        }
    }

    func part(_ key: String) -> Body { Body(members[key] as Any) }
    func list(_ key: String) -> [Body] { (members[key] as? [Any] ?? []).map { Body($0) } }
}

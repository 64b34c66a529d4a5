import Directory
import Entitlements

/// One holding as a tree.
struct HoldingTree {
    private let holding: Holding
    private let person: ExplainedPerson

    init(_ holding: Holding, of person: ExplainedPerson) {
        self.holding = holding
        self.person = person
    }

    /// The scope, below it each derivation down to the entry, then who granted and revoked.
    var tree: Tree {
        let since = "since revision \(holding.granted.revision)"
        let until = holding.revoked.map { ", until revision \($0.revision)" } ?? ""
        var branches = [holding.rejected].compactMap(\.self).map(kept)
        branches += holding.derivations.map(derivation)
        branches.append(change(holding.granted, "granted"))
        if let revoked = holding.revoked { branches.append(change(revoked, "revoked")) }
        branches.append(
            Tree(holding.lastReviewed.map { "last reviewed \($0.readable)" } ?? "never reviewed"))
        return Tree("\(holding.scope)  \(since)\(until)", branches)
    }

    /// What follows it is then how it was granted, and no ground any longer.
    private func kept(by rejected: RejectedRevocation) -> Tree {
        let reason = rejected.change.reason
        let head = "nothing grants it any longer (\(reason.cause.words): \(reason.summary))"
        return Tree(
            "\(head), but a rejection keeps it",
            [Tree("to be revoked by change \(rejected.id) of change set \(rejected.changeSet)")]
                + rejected.rejections.map { Tree($0.sentence) })
    }

    private func derivation(_ explained: ExplainedDerivation) -> Tree {
        let origin = explained.derivation.origin
        let title = explained.title.isEmpty ? "" : " “\(explained.title)”"
        let head = "by \(origin.kind.rawValue) \(origin.id)\(title)"
        return Tree(
            "\(head)  \(explained.place)", explained.derivation.evidence.map(evidence))
    }

    private func evidence(_ evidence: Evidence) -> Tree {
        var branches: [Tree] = []
        for path in evidence.paths {
            branches += Tree.chain(
                [entry(evidence)] + path.map { "\($0.display)  \($0.label)" })
        }
        if evidence.morePaths, evidence.line.isEmpty {
            branches.append(Tree("and by further paths"))
        }
        if !evidence.line.isEmpty {
            branches += Tree.chain(
                [entry(evidence)] + evidence.managers.map { "reports to \($0)" })
        }
        if branches.isEmpty {
            branches = [Tree(entry(evidence), [Tree(evidence.finding)])]
        }
        return Tree(evidence.condition, branches)
    }

    /// The entry that the evidence is about: the source's own, or the first.
    private func entry(_ evidence: Evidence) -> String {
        let account =
            person.accounts.first { $0.key.source == evidence.source } ?? person.accounts.first
        guard let account else { return person.userName }
        let attribute = evidence.paths.isEmpty ? nil : evidence.sourceAttribute
        let place = account.key.source.rawValue + (attribute.map { ": \($0)" } ?? "")
        return "\(account.label)  (\(place))"
    }

    private func change(_ change: ExplainedChange, _ verb: String) -> Tree {
        let head = "\(verb) by change \(change.change) of change set \(change.changeSet)"
        var branches = [Tree("\(change.reason.cause.words): \(change.reason.summary)")]
        branches += change.decisions.map { Tree($0.sentence) }
        branches.append(
            Tree("applied \(change.applied.readable) as revision \(change.revision)"))
        return Tree(head, branches)
    }
}

import Directory
import Entitlements

/// Who has which login, mail address or group name, and who had it before: so that a label that comes
/// back under another anchor is noticed.
///
/// Labels are compared by their `caselessForm`. A label is stored as the hash of its text; an owner as the number
/// of a person or group.
struct LabelPlan: Sendable {
    /// What the label is a name of.
    typealias Kind = SnapshotDelta.ReusedLabel.Kind

    /// One label of one owner.
    struct Claim: Sendable, Hashable, Comparable {
        /// The hash of the label without case.
        let key: Int64
        /// Says of what ``owner`` is a row.
        let kind: Kind
        /// The row of a person, or for ``Kind/group`` of a group.
        let owner: Int64

        /// - Parameter label: as the source spells it.
        init(_ label: String, _ kind: Kind, owner: Int64) {
            self.init(key: ContentHash.of(label.caselessForm), kind, owner: owner)
        }

        init(key: Int64, _ kind: Kind, owner: Int64) {
            self.key = key
            self.kind = kind
            self.owner = owner
        }

        /// In the order of the rows. Two keys are nearly always different.
        static func < (left: Claim, right: Claim) -> Bool {
            if left.key != right.key { return left.key < right.key }
            return (left.kind.rawValue, left.owner) < (right.kind.rawValue, right.owner)
        }
    }

    /// Claims that begin. **Shape:** ascending.
    var begun: [Claim] = []
    /// Claims that end.
    var ended: [Claim] = []
    /// Those of ``begun`` that were somebody else's, and wait for a decision.
    var unsettled: Set<Claim> = []
    /// **Shape:** sorted by kind, label and present owner.
    var reused: [SnapshotDelta.ReusedLabel] = []
}

extension Person {
    /// The labels that name the person.
    func claims(owner: Int64) -> [(label: String, claim: LabelPlan.Claim)] {
        var labels: [(label: String, claim: LabelPlan.Claim)] = []
        for entry in attributes.entries {
            switch entry.attribute {
            case .userName:
                labels.append((entry.value, LabelPlan.Claim(entry.value, .userName, owner: owner)))
            case .emailsValue:
                let claim = LabelPlan.Claim(entry.value, .email, owner: owner)
                if !labels.contains(where: { $0.claim == claim }) {
                    labels.append((entry.value, claim))
                }
            default: continue
            }
        }
        return labels
    }
}

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
        /// The kind's place in ``kinds``, then the owner: of a first run there are very many claims.
        private let kindAndOwner: Int64

        /// Says of what ``owner`` is a row.
        var kind: Kind { Self.kinds[Int(kindAndOwner >> Self.ownerBits)] }
        /// The row of a person, or for ``Kind/group`` of a group.
        var owner: Int64 { kindAndOwner & Self.ownerMask }

        /// In the order of their raw values.
        private static let kinds: [Kind] = [.email, .group, .userName]
        private static let ownerBits: Int64 = 60
        private static let ownerMask: Int64 = 1 << ownerBits - 1

        /// - Parameter label: as the source spells it.
        init(_ label: String, _ kind: Kind, owner: Int64) {
            self.init(key: ContentHash.of(label.caselessForm), kind, owner: owner)
        }

        init(key: Int64, _ kind: Kind, owner: Int64) {
            self.key = key
            let place: Int64 =
                switch kind {
                case .email: 0
                case .group: 1
                case .userName: 2
                }
            kindAndOwner = place << Self.ownerBits | owner & Self.ownerMask
        }

        /// In the order of the rows.
        static func < (left: Claim, right: Claim) -> Bool {
            (left.key, left.kindAndOwner) < (right.key, right.kindAndOwner)
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
        attributes.forEachValue { attribute, _, value in
            guard let kind = LabelPlan.Kind(attribute) else { return }
            let label = String(decoding: value, as: UTF8.self)
            let claim = LabelPlan.Claim(label, kind, owner: owner)
            if !labels.contains(where: { $0.claim == claim }) { labels.append((label, claim)) }
        }
        return labels
    }
}

extension LabelPlan.Kind {
    /// nil for an attribute that names nobody.
    fileprivate init?(_ attribute: Attribute) {
        switch attribute {
        case .userName: self = .userName
        case .emailsValue: self = .email
        default: return nil
        }
    }
}

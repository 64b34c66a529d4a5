/// How much a change set may take away, or give back, before it needs more approval than usual.
///
/// A limit is crossed when *more* than it would be lost. No limit can be turned off, and none forbids
/// anything: a crossed one raises what the changes concerned need.
public struct GuardLimits: Sendable, Hashable, Codable {
    /// Lost access, by everybody, role, tier, group and source.
    public struct Revocations: Sendable, Hashable, Codable {
        /// **Units:** percent of what is in force, compared exactly.
        public var percent: Int
        /// However large the whole is.
        public var count: Int
        /// However small the whole is: so many may always go, so that one leaver of a small team is
        /// no alarm.
        public var floor: Int

        public init(percent: Int = 10, count: Int = 50, floor: Int = 5) {
            self.percent = percent
            self.count = count
            self.floor = floor
        }

        /// The most that may be lost of `total`.
        public func limit(of total: Int) -> Int {
            min(count, max(floor, share(percent, of: total)))
        }
    }

    /// How many entitlements may end.
    public var revocations: Revocations
    /// **Units:** people who may lose a privileged role in one change set.
    public var privilegedCount: Int
    /// **Units:** people who may be active again and granted something in one change set.
    public var reactivationsCount: Int
    /// **Units:** percent of a source's people, groups or memberships at its last complete reading, or
    /// of its people who had an attribute; the floor of ``revocations`` applies.
    public var sourceShrinksPercent: Int
    /// Whether a role that would be left without a holder counts.
    public var lastHolder: Bool

    public init(
        revocations: Revocations = Revocations(), privilegedCount: Int = 3,
        reactivationsCount: Int = 5, sourceShrinksPercent: Int = 20, lastHolder: Bool = true
    ) {
        self.revocations = revocations
        self.privilegedCount = privilegedCount
        self.reactivationsCount = reactivationsCount
        self.sourceShrinksPercent = sourceShrinksPercent
        self.lastHolder = lastHolder
    }

    /// The most entries that a source may lose of `total`.
    public func shrinkage(of total: Int) -> Int {
        max(revocations.floor, share(sourceShrinksPercent, of: total))
    }

    /// As the configuration writes them: what the ledger says of the limits of a run.
    public var json: JSONValue {
        [
            "revocations": [
                "percent": .number(revocations.percent), "count": .number(revocations.count),
                "floor": .number(revocations.floor),
            ],
            "privileged": ["count": .number(privilegedCount)],
            "reactivations": ["count": .number(reactivationsCount)],
            "sourceShrinks": ["percent": .number(sourceShrinksPercent)],
            "lastHolder": .bool(lastHolder),
        ]
    }
}

/// The largest whole number that is not more than so many percent: no rounding is involved, since
/// `n × 100 ≤ total × percent` exactly when `n` is at most this.
private func share(_ percent: Int, of total: Int) -> Int {
    let (product, overflow) = total.multipliedReportingOverflow(by: percent)
    return overflow ? total : product / 100
}

import Directory
import Entitlements

extension EntitlementStore {
    /// Compares a part of the organisation with what the store holds of it.
    /// - Parameters:
    ///   - snapshot: of what the part's sources are ``SourcePart/now``.
    ///   - part: as it was read in this run.
    /// - Returns: with it, what was in force at the last run.
    /// - Complexity: as that of ``part(of:logins:joinedBy:limit:inputs:)``
    public func compare(
        _ snapshot: DirectorySnapshot, with part: OrganizationPart
    ) throws(StoreError) -> (comparison: SnapshotComparison, former: RecordedState) {
        try engine.read(.compare) { connection in
            let plan = try PartPlan(part, snapshot, connection)
            let comparison = try SnapshotComparison(
                snapshot, people: plan.people, contents: plan.peopleContents, plan.readings,
                PartScope(holders: plan.holders, labels: plan.formerLabels), connection)
            return (comparison, try plan.former(comparison, connection))
        }
    }
}

/// What a comparison of a part looks at besides what it compares.
struct PartScope {
    /// Rows of the people whose entitlements are compared.
    let holders: [Int64]
    /// See ``LabelComparison``.
    let labels: Set<Int64>
}

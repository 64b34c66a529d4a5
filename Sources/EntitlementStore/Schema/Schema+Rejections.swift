/// For a short time a run looked at whoever had been rejected something. What stands rejected is proposed
/// anew by each run that compares, in a set by which it is found.
extension SchemaMigration {
    static let rejections = [
        "CREATE INDEX settlements_rejected ON settlements (change_no) WHERE state = 'rejected'"
    ]

    static let rejectionsByProposal = ["DROP INDEX settlements_rejected"]
}

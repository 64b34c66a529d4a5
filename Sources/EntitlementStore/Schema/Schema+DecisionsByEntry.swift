/// An entry of the ledger attests its decisions without a look at all that were ever made.
extension SchemaMigration {
    static let decisionsByEntry = ["CREATE INDEX decisions_by_entry ON decisions (entry)"]
}

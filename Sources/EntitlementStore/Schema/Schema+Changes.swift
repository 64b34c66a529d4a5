/// A source that can be asked for what has changed, and a run that had nothing else to go by than the
/// one before.
extension SchemaMigration {
    static let changes = [
        "ALTER TABLE sources ADD COLUMN sync_state TEXT",
        "ALTER TABLE sources ADD COLUMN whole_as_of TEXT",
        "ALTER TABLE runs ADD COLUMN inputs BLOB",
    ]
}

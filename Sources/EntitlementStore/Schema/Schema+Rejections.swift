/// A run looks at whoever was rejected something, without a look at all that was ever applied.
extension SchemaMigration {
    static let rejections = [
        "CREATE INDEX settlements_rejected ON settlements (change_no) WHERE state = 'rejected'"
    ]
}

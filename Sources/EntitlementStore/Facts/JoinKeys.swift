import Directory

/// The attributes by which accounts of several sources are joined, and their values as `account_keys` holds
/// them.
struct JoinKeys: Sendable {
    /// **Shape:** as configured; empty where nobody is joined.
    let attributes: [Attribute]

    /// What a source keeps when its accounts are found by these; nil for none.
    var text: String? {
        attributes.isEmpty ? nil : attributes.map(\.path).joined(separator: " ")
    }

    /// Hashes of the values, the same for all that a join finds equal, and for some more. **Shape:** sorted,
    /// unique.
    func values(of values: AttributeValues) -> [Int64] {
        if attributes.isEmpty { return [] }
        var hashes: Set<Int64> = []
        for attribute in attributes {
            for value in values.values(of: attribute) {
                var hash = ContentHash()
                hash.add(attribute.path)
                hash.add(value.caselessForm)
                hashes.insert(hash.value)
            }
        }
        return hashes.sorted()
    }
}

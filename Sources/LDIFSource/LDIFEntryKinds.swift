import Directory

/// What an entry's object classes, and its category, make of it.
struct LDIFEntryKinds {
    var isPerson = false
    var isGroup = false

    init(of record: LDIFRecord, _ schema: LDAPSchema) throws(LDIFEntryReader.Refusal) {
        let classes = record.values(of: "objectClass")
        if classes.isEmpty { throw .noObjectClass }
        isPerson = classes.contains { found in
            schema.personClasses.contains { $0.isSameWord(found) }
        }
        isGroup = classes.contains { found in
            schema.groupClasses.contains { $0.isSameWord(found) }
        }
        if isPerson, let wanted = schema.personCategory {
            guard let category = record.values(of: "objectCategory").first else {
                throw .noObjectCategory
            }
            // The name of the category's entry in the schema, or the short form of it.
            isPerson =
                category.isSameWord(wanted) || category.lowercased().hasPrefix("cn=\(wanted),")
        }
    }
}

extension LDIFRecord {
    /// The values of an attribute.
    /// - Parameter attribute: without options.
    fileprivate func values(of attribute: String) -> [String] {
        var values: [String] = []
        forEachValue { name, value in
            guard name.count == attribute.utf8.count,
                String(decoding: name, as: UTF8.self).isSameWord(attribute)
            else { return }
            values.append(String(decoding: value, as: UTF8.self))
        }
        return values
    }
}

extension String {
    /// Equal without case, for names in ASCII.
    fileprivate func isSameWord(_ other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy { left, right in
                left == right || (left ^ right == 0x20 && (left | 0x20) &- 0x61 < 26)
            }
    }
}

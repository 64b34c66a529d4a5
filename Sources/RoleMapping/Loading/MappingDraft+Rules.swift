import Diagnostics
import Directory
import Entitlements
import SCIMFilter

extension MappingDraft {
    /// Takes an element of `rules`.
    mutating func readRule(_ value: YAMLValue) {
        guard let mapping = value.mapping(keys: ["id", "title", "when", "grant"]) else { return }
        let id = readID(mapping, .rule)
        let title = readTitle(mapping, or: id)
        let when = mapping.required("when")
        let condition = readCondition(when)
        let grants = readGrants(mapping.required("grant"))
        guard let id, let title, let when, let condition, let grants else { return }
        rules.append(
            Rule(
                reference: RuleReference(
                    kind: .rule, id: id, digest: Rule.digest(condition: condition, grants: grants)),
                title: title, condition: condition, grants: grants, place: value.place,
                comparisonPlaces: condition.references.map { when.place(ofColumn: $0.column) }))
    }

    /// A SCIM filter; what is wrong with it is reported at its place in the file.
    func readCondition(_ value: YAMLValue?) -> Filter? {
        guard let value, let text = value.string() else { return nil }
        do {
            return try Filter.parse(text)
        } catch {
            value.reader.report(
                .error, "mapping.condition-\(error.label)", error.message,
                at: value.place(ofColumn: error.column), hint: error.hint)
            return nil
        }
    }

    private static let exceptionKeys = [
        "id", "person", "grant", "reason", "ticket", "from", "until",
    ]

    /// Takes an element of `exceptions`.
    mutating func readException(_ value: YAMLValue) {
        guard let mapping = value.mapping(keys: Self.exceptionKeys) else { return }
        let id = readID(mapping, .rule)
        let userName = mapping.required("person")?.string()
        let grants = readGrants(mapping.required("grant"))
        let reason = mapping.required("reason")?.string()
        let ticket = mapping["ticket"].map { $0.string() }
        let start = mapping["from"].map { $0.day() }
        let until = mapping.required("until")
        let lastDay = until?.day()
        guard let id, let userName, let grants, let reason, let until, let lastDay else { return }
        if case .some(nil) = ticket { return }
        if case .some(nil) = start { return }
        let end = Timestamp(secondsSinceEpoch: lastDay.secondsSinceEpoch + 86_400)
        if let start = start ?? nil, start >= end {
            until.report("mapping.exception-dates", "the exception ends before it begins")
            return
        }
        exceptions.append(
            RuleException(
                id: id, userName: userName, grants: grants, reason: reason, ticket: ticket ?? nil,
                start: start ?? nil, end: end, place: value.place))
    }
}

extension YAMLValue {
    /// - Parameter column: 1-based, in characters of the text.
    fileprivate func place(ofColumn column: Int) -> Place {
        // The walk to a character is linear: in a condition of pages its beginning must do.
        column > 4_096 ? place : place(ofCharacter: column - 1)
    }
}

import Directory

/// A leaf of a filter: what is judged as one. A class, so that walking the tree copies nothing.
final class FilterPart: Sendable {
    enum Kind: Sendable {
        case comparison(Comparison)
        /// `emails[…]`: an element of the attribute for which the inner expression holds. The inner
        /// parts are comparisons.
        case valuePath(ComplexAttribute, Expression)
    }

    /// A comparison, or an attribute with its brackets.
    let kind: Kind
    /// Its position among the parts outside brackets; within brackets -1.
    let number: Int
    /// As the filter writes it.
    let condition: String
    /// **Units:** characters, 1-based.
    let column: Int

    init(_ kind: Kind, number: Int, condition: String, column: Int) {
        self.kind = kind
        self.number = number
        self.condition = condition
        self.column = column
    }

    /// The same part with other comparisons.
    func mapComparisons(_ transform: (Comparison) -> Comparison) -> FilterPart {
        let mapped: Kind =
            switch kind {
            case .comparison(let comparison): .comparison(transform(comparison))
            case .valuePath(let parent, let inner):
                .valuePath(parent, inner.mapComparisons(transform))
            }
        return FilterPart(mapped, number: number, condition: condition, column: column)
    }

    /// - Parameter element: within brackets the element that is judged.
    func holds(for subject: some FilterSubject, in element: Int? = nil) -> Bool {
        switch kind {
        case .comparison(let comparison):
            subject.anyValue(of: comparison.attribute, in: element) { value, _ in
                comparison.test.accepts(value)
            } != comparison.isNegated
        case .valuePath(let parent, let inner):
            subject.anyElement(of: parent) { element in
                inner.holds { $0.holds(for: subject, in: element) }
            }
        }
    }

    /// The values that satisfy the part, or what is there instead.
    func appendMatches(
        for subject: some FilterSubject, isNegated: Bool, to matches: inout [FilterMatch]
    ) {
        let count = matches.count
        func append(_ attribute: Attribute, _ value: String?, _ element: Int?) {
            matches.append(
                FilterMatch(
                    condition: condition, column: column, attribute: attribute,
                    isNegated: isNegated, value: value, element: element))
        }
        switch kind {
        case .comparison(let comparison):
            let attribute = comparison.attribute
            // Presence needs one witness; any other comparison names all that satisfy it.
            let wantsOne = comparison.test.isPresence
            _ = subject.anyValue(of: attribute, in: nil) { value, element in
                guard comparison.test.accepts(value) else { return false }
                append(attribute, String(decoding: value, as: UTF8.self), element)
                return wantsOne
            }
            if matches.count == count { append(attribute, subject.first(attribute), nil) }
        case .valuePath(let parent, let inner):
            let attribute = parent.value ?? parent.attributes[0]
            _ = subject.anyElement(of: parent) { element in
                if inner.holds({ $0.holds(for: subject, in: element) }) {
                    append(attribute, subject.first(attribute, in: element), element)
                }
                return false
            }
            if matches.count == count { append(attribute, subject.first(attribute), nil) }
        }
    }
}

extension FilterPart: CustomStringConvertible {
    var description: String {
        switch kind {
        case .comparison(let comparison): comparison.description
        case .valuePath(let parent, let inner): "\(parent.name)[\(inner)]"
        }
    }
}

extension FilterSubject {
    /// The first value, to show what is there instead. Of groups and managers the first would say
    /// nothing.
    fileprivate func first(_ attribute: Attribute, in element: Int? = nil) -> String? {
        if element == nil && (attribute.isGroups || attribute == .managers) { return nil }
        var found: String?
        _ = anyValue(of: attribute, in: element) { value, _ in
            found = String(decoding: value, as: UTF8.self)
            return true
        }
        return found
    }
}

extension Attribute {
    /// Whether it is a sub-attribute of `groups`.
    var isGroups: Bool {
        switch self {
        case .groupsValue, .groupsDisplay, .groupsDN, .groupsType: true
        default: false
        }
    }
}

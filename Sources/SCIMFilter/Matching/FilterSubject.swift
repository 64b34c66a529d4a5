import Directory

/// Somebody whom a filter judges: gives the values of an attribute where they are, without copying.
public protocol FilterSubject {
    /// Whether `test` accepts a value of the attribute.
    ///
    /// Calls `test` with each value and its element, in order, until it accepts one.
    /// - Parameters:
    ///   - element: only the value of this element; nil for all of them.
    ///   - test: gets the value's UTF-8, valid during the call.
    func anyValue(
        of attribute: Attribute, in element: Int?,
        where test: (_ value: UnsafeBufferPointer<UInt8>, _ element: Int) -> Bool
    ) -> Bool

    /// Whether `test` accepts an element of the multi-valued complex attribute. Elements without any
    /// value are not shown.
    func anyElement(of parent: ComplexAttribute, where test: (_ element: Int) -> Bool) -> Bool
}

/// An attribute with sub-attributes: `name`, `emails`, `groups` …
public struct ComplexAttribute: Sendable, Hashable {
    /// As the vocabulary spells it.
    public let name: String
    /// **Shape:** ascending; at least one.
    public let attributes: [Attribute]
    /// Whether brackets may choose among its elements.
    public let isMultiValued: Bool

    /// The sub-attribute that the name alone stands for; nil when it has none (`name`, `meta`,
    /// `addresses`).
    var value: Attribute? { subAttribute("value") }

    /// - Parameter name: compared without case.
    func subAttribute(_ name: some StringProtocol) -> Attribute? {
        let lowered = name.lowercased()
        return attributes.first { $0.definition.subAttribute?.lowercased() == lowered }
    }

    /// By lower-case name.
    static let all: [String: ComplexAttribute] = {
        let members = Attribute.allCases.filter { $0.definition.subAttribute != nil }
        return Dictionary(grouping: members) { $0.definition.name.lowercased() }
            .mapValues { attributes in
                ComplexAttribute(
                    name: String(attributes[0].definition.name), attributes: attributes,
                    isMultiValued: attributes[0].definition.isMultiValued)
            }
    }()
}

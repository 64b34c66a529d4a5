import Directory

@testable import SCIMFilter

/// A subject made by hand.
struct Colleague: FilterSubject {
    var values: AttributeValues

    init(_ entries: (Attribute, String)...) {
        values = AttributeValues(entries.map { AttributeValues.Entry($0.0, $0.1) })
    }

    init(elements entries: (Attribute, Int, String)...) {
        values = AttributeValues(
            entries.map { AttributeValues.Entry($0.0, $0.2, element: $0.1) })
    }

    func anyValue(
        of attribute: Attribute, in element: Int?,
        where test: (UnsafeBufferPointer<UInt8>, Int) -> Bool
    ) -> Bool {
        values.anyValue(of: attribute, in: element, where: test)
    }

    func anyElement(of parent: ComplexAttribute, where test: (Int) -> Bool) -> Bool {
        values.anyElement(of: parent.attributes, where: test)
    }

    /// Whether the condition holds; a text that is no filter is a failed test.
    func satisfies(_ filter: String) throws -> Bool { try Filter.parse(filter).matches(self) }
}

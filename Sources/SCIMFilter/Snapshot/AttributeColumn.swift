import Directory

/// The values that people have of one attribute, each distinct value once: a comparison is made once
/// for each value, not for each person.
struct AttributeColumn {
    /// Whose value stands at each position. **Shape:** ascending.
    private var holders: [PersonIndex] = []
    /// The value at each position, as a number of ``texts``.
    private var values: [Int32] = []
    private var texts = DistinctTexts()

    /// The columns of these attributes, by attribute.
    /// - Complexity: one pass over the people
    static func columns(
        of attributes: Set<Attribute>, in people: [Person]
    ) -> [Attribute: AttributeColumn] {
        let attributes = attributes.sorted()
        var columns = attributes.map { _ in AttributeColumn() }
        var numbers = [Int](repeating: -1, count: Attribute.allCases.count)
        for (number, attribute) in attributes.enumerated() {
            numbers[Int(attribute.rawValue)] = number
        }
        for index in people.indices {
            people[index].attributes.forEachValue { attribute, _, value in
                let number = numbers[Int(attribute.rawValue)]
                if number >= 0 { columns[number].append(value, of: PersonIndex(index)) }
            }
        }
        return Dictionary(uniqueKeysWithValues: zip(attributes, columns))
    }

    private mutating func append(_ value: UnsafeBufferPointer<UInt8>, of person: PersonIndex) {
        holders.append(person)
        values.append(texts.number(of: value))
    }

    /// The people with a value that the test accepts.
    /// - Parameter count: of all people.
    func people(of count: Int, where test: ValueTest) -> PersonSet {
        let accepted = (0..<Int32(texts.texts.count)).map { number in
            texts.texts.withText(at: number, test.accepts)
        }
        var set = PersonSet(count: count)
        for position in holders.indices where accepted[Int(values[position])] {
            set.insert(holders[position])
        }
        return set
    }
}

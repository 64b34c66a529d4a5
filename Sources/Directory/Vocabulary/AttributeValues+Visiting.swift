// Looking at values where they are: what conditions do for every person, without a copy.
extension AttributeValues {
    /// Whether `test` accepts a value of the attribute; called in the order of elements until it does.
    /// - Parameter element: only the value of this element; nil for all of them.
    public func anyValue(
        of attribute: Attribute, in element: Int? = nil,
        where test: (_ value: String, _ element: Int) -> Bool
    ) -> Bool {
        entries.withUnsafeBufferPointer { entries in
            for index in entries.indices where entries[index].attribute == attribute {
                let position = Int(entries[index].element)
                if (element ?? position) == position, test(entries[index].value, position) {
                    return true
                }
            }
            return false
        }
    }

    /// Whether `test` accepts the position of an element that has a value in any of the attributes;
    /// called once for each, ascending, until it does.
    public func anyElement(of attributes: [Attribute], where test: (Int) -> Bool) -> Bool {
        entries.withUnsafeBufferPointer { entries in
            var next = 0
            while true {
                var nearest = Int.max
                for index in entries.indices where attributes.contains(entries[index].attribute) {
                    let position = Int(entries[index].element)
                    if position >= next && position < nearest { nearest = position }
                }
                if nearest == .max { return false }
                if test(nearest) { return true }
                next = nearest + 1
            }
        }
    }
}

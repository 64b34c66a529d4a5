// Looking at values where they are: what conditions do for every person, without a copy.
extension AttributeValues {
    /// Whether `test` accepts a value of the attribute; called in the order of elements until it does.
    /// - Parameters:
    ///   - element: only the value of this element; nil for all of them.
    ///   - test: gets the value's UTF-8, valid during the call.
    @inline(__always)
    public func anyValue(
        of attribute: Attribute, in element: Int? = nil,
        where test: (_ value: UnsafeBufferPointer<UInt8>, _ element: Int) -> Bool
    ) -> Bool {
        let code = attribute.rawValue
        return withBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let head = PackedHead(at: offset, of: bytes)
                if head.code > code { return false }
                if head.code == code {
                    let position = Int(head.element)
                    if (element ?? position) == position, test(head.value(in: bytes), position) {
                        return true
                    }
                }
                offset = head.end
            }
            return false
        }
    }

    /// Which source said that the attribute has the value; nil when none did.
    /// **Units:** as ``Entry/source``.
    public func source(of attribute: Attribute, value: String) -> Int? {
        var value = value
        return value.withUTF8 { wanted in
            withBytes { bytes in
                var offset = 0
                while offset < bytes.count {
                    let head = PackedHead(at: offset, of: bytes)
                    if head.code == attribute.rawValue, head.value(in: bytes).isEqual(wanted) {
                        return Int(head.source)
                    }
                    offset = head.end
                }
                return nil
            }
        }
    }

    /// Whether `test` accepts the position of an element that has a value in any of the attributes;
    /// called once for each, ascending, until it does.
    public func anyElement(of attributes: [Attribute], where test: (Int) -> Bool) -> Bool {
        withBytes { bytes in
            var next = 0
            while true {
                var nearest = Int.max
                var offset = 0
                while offset < bytes.count {
                    let head = PackedHead(at: offset, of: bytes)
                    let position = Int(head.element)
                    if position >= next, position < nearest, attributes.contains(head.attribute) {
                        nearest = position
                    }
                    offset = head.end
                }
                if nearest == .max { return false }
                if test(nearest) { return true }
                next = nearest + 1
            }
        }
    }

    /// Calls `body` with each value in order: attribute, element and the value's UTF-8, which is valid
    /// during the call.
    @inline(__always)
    public func forEachValue(
        _ body: (
            _ attribute: Attribute, _ element: Int, _ value: UnsafeBufferPointer<UInt8>
        ) -> Void
    ) {
        withBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let head = PackedHead(at: offset, of: bytes)
                body(head.attribute, Int(head.element), head.value(in: bytes))
                offset = head.end
            }
        }
    }
}

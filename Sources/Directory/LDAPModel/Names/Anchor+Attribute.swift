extension Anchor {
    /// What Active Directory keeps as the sixteen bytes of a GUID. **Shape:** in lower case.
    static let guidAttributes = ["objectguid", "ms-ds-consistencyguid"]

    /// The anchor that a value of the attribute stands for.
    package init(value: UnsafeBufferPointer<UInt8>, of attribute: String) {
        if Self.guidAttributes.contains(attribute.lowercased()), let guid = UUIDBits(guid: value) {
            self.init(rawValue: guid.description)
        } else {
            self.init(bytes: value)
        }
    }

    /// What finds the entry: a GUID is compared by its bytes, as Active Directory knows no other
    /// spelling in a filter.
    package func filter(on attribute: String) -> LDAPFilter {
        let spelling = rawValue
        if Self.guidAttributes.contains(attribute.lowercased()),
            let guid = UUIDBits(spelling: spelling)
        {
            return .equality(attribute, guid.guidOctets)
        }
        return .equals(attribute, spelling)
    }
}

extension UUIDBits {
    /// nil when the text is none.
    fileprivate init?(spelling: String) {
        var spelling = spelling
        guard let bits = spelling.withUTF8({ UUIDBits($0) }) else { return nil }
        self = bits
    }

    /// As ``init(guid:)`` reads them.
    fileprivate var guidOctets: [UInt8] {
        let octets = withUnsafeBytes(of: (high.bigEndian, low.bigEndian), Array.init)
        return octets[0..<4].reversed() + octets[4..<6].reversed() + octets[6..<8].reversed()
            + octets[8...]
    }
}

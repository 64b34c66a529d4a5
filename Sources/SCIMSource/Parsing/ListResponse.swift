import Directory

/// What a page says of itself and of the whole list.
///
/// Nothing of it is believed here: servers leave counts out, count pages instead of resources, and
/// name the next page in their own ways.
/// - SeeAlso: RFC 7644 §3.4.2; RFC 9865
package struct ListResponse: Sendable, Hashable {
    /// nil when it is absent or no count.
    package var totalResults: Int?
    /// **Units:** 1-based.
    package var startIndex: Int?
    package var itemsPerPage: Int?
    /// nil where there is no further page, also when the server sent null or an empty text.
    package var nextCursor: String?
    package var previousCursor: String?
    package var schemas: [String] = []
    /// For each resource on the page its place among all that came, in the order in which they came
    /// first; -1 for one that was left out.
    package var places: [Int32] = []
    /// Those of them whose id had come before in the same reading. A page of nothing else is the
    /// same page again.
    package var repeated = 0

    /// **Units:** resources on the page.
    package var resources: Int { places.count }

    /// The same, each once: what the page takes of the list. Nobody knows who was left out.
    var distinctResources: Int {
        guard repeated > 0 else { return places.count }
        let known = places.filter { $0 >= 0 }
        return places.count - known.count + known.sortedUnique().count
    }

    static let schema = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
}

/// A server's word on what went wrong.
/// - SeeAlso: RFC 7644 §3.12
package struct ErrorResponse: Sendable, Hashable {
    /// The HTTP status that it claims; nil when it names none.
    package var status: Int?
    /// A word of the protocol such as `invalidFilter` or `expiredCursor`.
    package var scimType: String?
    /// Private: it may quote a person.
    package var detail: String?

    static let schema = "urn:ietf:params:scim:api:messages:2.0:Error"

    package init(status: Int? = nil, scimType: String? = nil, detail: String? = nil) {
        self.status = status
        self.scimType = scimType
        self.detail = detail
    }

    /// ``scimType`` when it looks like a word of the protocol.
    var safeType: String? {
        scimType.flatMap { word in
            let isWord = word.utf8.count <= 32 && word.utf8.allSatisfy { $0.lowered &- 0x61 < 26 }
            return isWord && !word.isEmpty ? word : nil
        }
    }
}

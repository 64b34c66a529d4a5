import COpenLDAP
import Directory

/// One search, to be asked page by page.
struct SearchRequest {
    /// What is being done, for error sentences.
    let operation: LDAPError.Operation
    /// A DN; `""` is the root.
    let base: String
    /// How far below the base.
    let scope: SearchScope
    /// In the string representation of RFC 4515.
    let filter: String
    /// Asked for by name, and no others.
    let attributes: [String]
    /// **Units:** entries; nil asks for everything at once.
    let pageSize: Int?
    /// See ``LDAPSchema/staysInDomain``.
    let staysInDomain: Bool

    init(
        _ operation: LDAPError.Operation, base: String, scope: SearchScope, filter: String,
        attributes: [String], pageSize: Int? = nil, staysInDomain: Bool = false
    ) {
        self.operation = operation
        self.base = base
        self.scope = scope
        self.filter = filter
        self.attributes = attributes
        self.pageSize = pageSize
        self.staysInDomain = staysInDomain
    }

    /// What finds the people (or groups) of a configuration.
    init(_ subject: ReadingSubject, of configuration: LDAPConfiguration) {
        let search = subject == .people ? configuration.people : configuration.groups
        let schema = configuration.schema
        let times = configuration.sync == .modifyTimestamp ? [ModifyTimes.attribute] : []
        self.init(
            subject == .people ? .people : .groups, base: search.base, scope: search.scope,
            filter: configuration.filter(for: subject).description,
            attributes: schema.requestedAttributes(for: subject) + times,
            pageSize: configuration.pageSize, staysInDomain: schema.staysInDomain)
    }

    /// The same search, asked for everything at once.
    var unpaged: SearchRequest {
        SearchRequest(
            operation, base: base, scope: scope, filter: filter, attributes: attributes,
            staysInDomain: staysInDomain)
    }

    /// The same search for those of its entries that the filter finds too.
    func narrowed(to those: LDAPFilter) -> SearchRequest {
        SearchRequest(
            operation, base: base, scope: scope, filter: "(&\(filter)\(those))",
            attributes: attributes, pageSize: pageSize, staysInDomain: staysInDomain)
    }

    /// A search of the same place for other entries.
    func finding(_ filter: LDAPFilter) -> SearchRequest {
        SearchRequest(
            operation, base: base, scope: scope, filter: filter.description,
            attributes: attributes, pageSize: pageSize, staysInDomain: staysInDomain)
    }

    /// The same search, at any depth below another base.
    func below(_ base: String) -> SearchRequest {
        SearchRequest(
            operation, base: base, scope: .subtree, filter: filter, attributes: attributes,
            pageSize: pageSize, staysInDomain: staysInDomain)
    }

    /// Searches that find the entries, some at a time; none when there are none.
    static func searches(
        _ subject: ReadingSubject, for anchors: Set<Anchor>, of configuration: LDAPConfiguration
    ) -> [SearchRequest] {
        let filters = anchors.sorted().map { $0.filter(on: configuration.schema.anchor) }
        return searches(subject, foundBy: filters, of: configuration)
    }

    /// Searches that find the entries that any of the filters finds, some at a time.
    static func searches(
        _ subject: ReadingSubject, foundBy filters: [LDAPFilter],
        of configuration: LDAPConfiguration
    ) -> [SearchRequest] {
        let whole = SearchRequest(subject, of: configuration)
        return stride(from: 0, to: filters.count, by: mostInFilter).map { start in
            let part = filters[start..<min(start + mostInFilter, filters.count)]
            return whole.narrowed(to: .or(Array(part)))
        }
    }

    private static let mostInFilter = 250

    /// Asks for entries without any attribute.
    /// - SeeAlso: RFC 4511 §4.5.1.8
    static let noAttributes = ["1.1"]

    /// The same search for other attributes.
    func asking(for attributes: [String]) -> SearchRequest {
        SearchRequest(
            operation, base: base, scope: scope, filter: filter, attributes: attributes,
            pageSize: pageSize, staysInDomain: staysInDomain)
    }
}

extension SearchRequest: CustomStringConvertible {
    /// As an administrator could ask it again: `base?scope?filter`.
    var description: String { "\(base)?\(scope)?\(filter)" }
}

extension Connection {
    /// Sends the search; its messages are to be fetched with ``next(for:_:)``.
    /// - Parameter cookie: where the page begins; empty for the first.
    func send(_ search: SearchRequest, from cookie: [UInt8] = []) throws -> Int32 {
        let page = try search.pageSize.map { try pageControl(size: $0, cookie, search.operation) }
        return try send(search, with: [page ?? nil])
    }

    /// - Parameter controls: freed here.
    func send(
        _ search: SearchRequest, with controls: [UnsafeMutablePointer<LDAPControl>?]
    ) throws -> Int32 {
        defer { controls.forEach { ldap_control_free($0) } }
        let domain = try search.staysInDomain ? domainControl(search.operation) : nil
        defer { ldap_control_free(domain) }
        var names = search.attributes.map { ber_strdup($0) } + [nil]
        defer { names.forEach { ber_memfree($0) } }
        var controls = (controls + [domain]).filter { $0 != nil } + [nil]
        var request: Int32 = 0
        let code = ldap_search_ext(
            handle, search.base, search.scope.rawValue, search.filter, &names, 0, &controls, nil,
            nil, 0, &request)
        try check(code, search.operation)
        return request
    }

    /// Not critical: a server that does not know the control then answers all at once, which is as
    /// good, and one that minds says so with a result code.
    /// - SeeAlso: RFC 2696
    private func pageControl(size: Int, _ cookie: [UInt8], _ operation: LDAPError.Operation) throws
        -> UnsafeMutablePointer<LDAPControl>?
    {
        var cookie = cookie
        var control: UnsafeMutablePointer<LDAPControl>?
        let code = cookie.withUnsafeMutableBytes { bytes in
            var value = berval(
                bv_len: UInt(bytes.count),
                bv_val: bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
            return ldap_create_page_control(
                handle, ber_int_t(clamping: size), &value, 0, &control)
        }
        try check(code, operation)
        return control
    }

    /// Not critical either: a server without it sends references, which leave the reading incomplete.
    /// - SeeAlso: MS-ADTS §3.1.1.3.4.1.4
    private func domainControl(_ operation: LDAPError.Operation) throws
        -> UnsafeMutablePointer<LDAPControl>?
    {
        var control: UnsafeMutablePointer<LDAPControl>?
        try check(
            ldap_control_create(LDAP_CONTROL_X_DOMAIN_SCOPE, 0, nil, 0, &control), operation)
        return control
    }
}

import Directory

extension ServicePull {
    /// Makes sure of who is in the groups: there are services that list no members, or the first
    /// hundred, and neither an empty group nor a full one may be taken for granted.
    mutating func completeGroups() async throws {
        try await askForGroups(builder.groupsWithoutMembers)
        if builder.hasNoMembers {
            try await findMembers(of: builder.ids(of: .groups), otherwise: .membersUnknown)
            if builder.hasNoMembers { throw Incomplete(reason: .membersUnknown) }
        }
        try await askForGroups(builder.groupsPerhapsCapped)
        try await findMembers(of: builder.groupsPerhapsCapped, otherwise: .membersCapped)
    }

    /// Asks for each alone, by its id. Where groups cannot be asked for so, nothing changes.
    mutating func askForGroups(_ groups: [Anchor]) async throws {
        if groups.isEmpty { return }
        let query = builder.addQuery(
            .groups, endpoints[.groups].joined(separator: "/") + "/{id}")
        let requests = groups.map { HTTPRequest(.get, address(of: $0, .groups)) }
        try await ask(requests) { pull, position, response in
            try pull.take(response, of: query)
            if response.status == 200 { pull.notes.note(alone: groups[position], response) }
            return true
        }
    }

    mutating func take(
        _ response: HTTPResponse, of query: SCIMReadingBuilder.Query
    ) throws {
        switch response.status {
        case 200:
            try response.body.withUnsafeBufferPointer {
                try parser.readResource($0, of: query, into: &builder)
            }
        case 404, 405, 501: return
        default: throw refusal(response)
        }
    }
}

// MARK: - The other way round

extension ServicePull {
    /// An id that no group has.
    private static let nobodys = Anchor("00000000-0000-0000-0000-000000000000")

    /// Asks which people are in each group, instead of the group for its people.
    /// - Parameter reason: what the reading ends with when the service cannot tell.
    private mutating func findMembers(
        of groups: [Anchor], otherwise reason: IncompleteReason
    ) async throws {
        if groups.isEmpty { return }
        notes.findsMembersByFilter = true
        let query = builder.addQuery(
            .people, endpoints[.people].joined(separator: "/") + "?filter=groups.value eq {id}")
        // A service that ignores the filter would put everybody into every group.
        guard try await people(in: Self.nobodys, query)?.isEmpty == true else {
            throw Incomplete(reason: reason)
        }
        for group in groups {
            guard let people = try await people(in: group, query),
                builder.addMembers(people, to: group)
            else { throw Incomplete(reason: reason) }
            progress(builder.progress)
        }
    }

    /// - Returns: nil where the service does not take the filter.
    private mutating func people(
        in group: Anchor, _ query: SCIMReadingBuilder.Query
    ) async throws -> Set<Anchor>? {
        var kept = builder
        builder = SCIMReadingBuilder(source: configuration.id)
        defer { builder = kept }
        do {
            try await read(.people, filter: "groups.value eq \(group.rawValue.quoted)")
        } catch let refusal as Incomplete where refusal.isOfRequest {
            return nil
        }
        kept.take(reasonsOf: builder)
        let people = Set(builder.ids(of: .people))
        kept.count(query, resources: people.count)
        return people
    }
}

extension String {
    /// As a filter spells a text.
    /// - SeeAlso: RFC 7644 §3.4.2.2, which takes it from JSON
    fileprivate var quoted: String {
        "\"\(replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#))\""
    }
}

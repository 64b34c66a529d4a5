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
            .groups, service.endpoints[.groups].joined(separator: "/") + "/{id}")
        var areThere = false
        try await ask(groups.map { HTTPRequest(.get, service.address(of: $0, .groups)) }) {
            pull, position, answer in
            if try pull.take(answer, of: query) {
                pull.notes.note(alone: groups[position], answer)
                areThere = true
            }
            return areThere || position + 1 < Self.mostMissing
        }
    }

    /// **Units:** groups that were just listed and are not there, until no more are asked for.
    private static var mostMissing: Int { 8 }

    /// - Returns: whether the group is there.
    mutating func take(
        _ answer: ServiceAnswer, of query: SCIMReadingBuilder.Query
    ) throws -> Bool {
        switch answer.status {
        case 200:
            try parser.readResource(answer.body, of: query, into: &builder)
            return true
        case 404, 405, 501: return false
        default: throw refusal(answer)
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
            .people,
            service.endpoints[.people].joined(separator: "/") + "?filter=groups.value eq {id}")
        let ask = { [service] (group: Anchor) in
            Asked { try await PeopleOfGroup(group, of: service, turn: $0) }
        }
        // A service that ignores the filter would put everybody into every group.
        let nobody = try await ask(Self.nobodys).answer()
        guard take(nobody, of: query)?.isEmpty == true else { throw Incomplete(reason: reason) }
        try await inTurn(groups, ask: ask) { pull, position, answer in
            guard let people = pull.take(answer, of: query),
                pull.builder.addMembers(people, to: groups[position])
            else { throw Incomplete(reason: reason) }
            return true
        }
    }

    /// - Returns: nil where the service does not take the filter.
    private mutating func take(
        _ answer: PeopleOfGroup, of query: SCIMReadingBuilder.Query
    ) -> Set<Anchor>? {
        guard let people = answer.people else { return nil }
        for reason in answer.reasons { builder.markIncomplete(reason) }
        builder.count(query, resources: people.count)
        return people
    }
}

/// Whom a service names as people of a group, read apart from everything else.
private struct PeopleOfGroup: Sendable {
    /// nil where the service does not take the filter.
    let people: Set<Anchor>?
    /// Why they may not be all.
    let reasons: [IncompleteReason]

    init(_ group: Anchor, of service: ReachedService, turn: Turn) async throws {
        var pull = ServicePull(service, turn: turn)
        do {
            try await pull.read(.people, filter: "groups.value eq \(group.rawValue.quoted)")
            people = Set(pull.builder.ids(of: .people))
            reasons = pull.builder.reasons
        } catch let refusal as ServicePull.Incomplete where refusal.isOfRequest {
            (people, reasons) = (nil, [])
        }
    }
}

extension String {
    /// As a filter spells a text.
    /// - SeeAlso: RFC 7644 §3.4.2.2, which takes it from JSON
    fileprivate var quoted: String {
        "\"\(replacing(#"\"#, with: #"\\"#).replacing("\"", with: #"\""#))\""
    }
}

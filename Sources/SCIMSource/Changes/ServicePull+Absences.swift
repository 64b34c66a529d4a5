import Directory

// Whether those whom a list lacks are gone.

extension ServicePull {
    /// **Units:** resources that are asked for alone; of more, the list is read once more.
    static let mostAskedAlone = 300

    /// Asks for everybody whom the reading before has and the list lacks, before their absence counts:
    /// only the service's word that there is no such resource, or that it is inactive, proves it.
    /// - Throws: ``Incomplete`` when the list was wrong, or it cannot be known.
    mutating func proveAbsences(
        from subject: ReadingSubject, since past: inout PastReading
    ) async throws {
        // The same as before lack nobody, and the reading before need not be fetched.
        if let old = past.state?[subject], old.ids == builder.tally(of: subject) { return }
        let missing = try past.ids(of: subject).filter { !builder.has($0, subject) }
        if missing.isEmpty { return }
        var wrong = 0
        if builder.ids(of: subject).isEmpty, try await isThereAlone(missing[0], subject) {
            throw Incomplete(reason: .listLacks(missing.count))
        }
        if missing.count <= Self.mostAskedAlone, try await showsAlone(subject) {
            wrong = try await presentAlone(missing, subject)
        } else {
            let again = try await apart { try await $0.read(subject) }
            wrong = missing.count { again.has($0, subject) }
        }
        if wrong > 0 { throw Incomplete(reason: .listLacks(wrong)) }
    }

    /// Whether a resource that an empty list lacks is there all the same.
    private mutating func isThereAlone(
        _ id: Anchor, _ subject: ReadingSubject
    ) async throws -> Bool {
        let request = HTTPRequest(.get, service.address(of: id, subject))
        let answer = try await service.answer(to: request)
        return try answer.status == 200 && resource(in: answer, subject).has(id, subject)
    }

    /// Whether a resource that is there can be asked for alone: else nothing is proved by those that
    /// cannot.
    private mutating func showsAlone(_ subject: ReadingSubject) async throws -> Bool {
        guard let known = builder.ids(of: subject).first else { return false }
        let request = HTTPRequest(.get, service.address(of: known, subject))
        let answer = try await service.answer(to: request)
        guard answer.status == 200 else { return false }
        return try resource(in: answer, subject).has(known, subject)
    }

    /// - Returns: how many of them are there.
    private mutating func presentAlone(
        _ ids: [Anchor], _ subject: ReadingSubject
    ) async throws -> Int {
        let query = builder.addQuery(
            subject,
            service.endpoints[subject].joined(separator: "/") + "/{id} of those who are missing")
        var present = 0
        try await ask(ids.map { HTTPRequest(.get, service.address(of: $0, subject)) }) {
            pull, _, answer in
            pull.builder.count(query, resources: 0)
            switch answer.status {
            case 404, 410: break
            case 200:
                let shown = try pull.resource(in: answer, subject)
                // Whatever it shows, it is not said to be gone, unless it is inactive.
                if !shown.accounts.contains(where: { !$0.isActive }) { present += 1 }
            default: throw pull.refusal(answer)
            }
            return true
        }
        return present
    }

    private mutating func resource(
        in answer: ServiceAnswer, _ subject: ReadingSubject
    ) throws -> SCIMReadingBuilder {
        var aside = SCIMReadingBuilder(source: service.configuration.id)
        let query = aside.addQuery(
            subject, service.endpoints[subject].joined(separator: "/") + "/{id}")
        try parser.readResource(answer.body, of: query, into: &aside)
        return aside
    }
}

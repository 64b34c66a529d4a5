import Directory

/// What is known from the reading before.
struct PastReading {
    /// nil when the service cannot be asked for changes with it.
    let state: SCIMState?
    let wholeAsOf: Timestamp
    private let baseline: ReadingBaseline
    private var loaded: SourceReading?

    /// The reading before could not be had from where it is kept.
    struct Unavailable: Error {
        let cause: any Error
    }

    init(_ baseline: ReadingBaseline, fingerprint: String) {
        self.baseline = baseline
        wholeAsOf = baseline.wholeAsOf
        state = SCIMState(baseline.state, fingerprint: fingerprint)
    }

    /// - Throws: ``Unavailable``.
    mutating func reading() throws(Unavailable) -> SourceReading {
        if let loaded { return loaded }
        do {
            let reading = try baseline.reading()
            loaded = reading
            return reading
        } catch {
            throw Unavailable(cause: error)
        }
    }

    /// **Shape:** sorted.
    mutating func ids(of subject: ReadingSubject) throws(Unavailable) -> [Anchor] {
        let reading = try reading()
        return subject == .people ? reading.accounts.map(\.anchor) : reading.groups.map(\.anchor)
    }

    /// What a reading answers: that nothing has changed, where it was put together from changes and
    /// came to the same.
    /// - Throws: ``Unavailable``.
    mutating func answer(_ now: SourceReading) throws(Unavailable) -> SourceAnswer {
        guard now.certificate.isComplete, now.certificate.wholeAsOf != nil, let state = now.state
        else { return .reading(now) }
        let before = try reading()
        return ReadingDifference(before, now).isEmpty
            ? .unchanged(now.certificate, state)
            : .changed(ChangedReading(ReadingChanges(from: before, to: now), of: now))
    }
}

import Directory

/// When the resources of a list had changed last, as far as a question for changes depends on it.
struct ChangeTimes: Sendable {
    /// Of those that came the latest, and when that was.
    private(set) var newest: (id: Anchor, time: Timestamp)?
    private(set) var oldest: Timestamp?
    /// Whether each one that came said when it had changed.
    private(set) var isWhole = true

    /// Counts those whom another tally counted.
    mutating func count(_ others: ChangeTimes) {
        if let oldest = others.oldest { self.oldest = min(self.oldest ?? oldest, oldest) }
        if let newest = others.newest { count(newest.time, of: newest.id) }
        isWhole = isWhole && others.isWhole
    }

    /// - Parameter time: nil for one that says none, or no time.
    mutating func count(_ time: Timestamp?, of id: Anchor) {
        guard let time else {
            isWhole = false
            return
        }
        oldest = min(oldest ?? time, time)
        // The least id of several, so that the order in which they came does not matter.
        if let newest, newest.time > time || newest.time == time && newest.id <= id { return }
        newest = (id, time)
    }
}

extension SCIMReadingBuilder {
    /// - Complexity: linear in people.
    func changeTimes(of subject: ReadingSubject) -> ChangeTimes {
        guard subject == .people else { return groupTimes }
        var times = ChangeTimes()
        for account in accounts {
            times.count(
                account.attributes[.metaLastModified].flatMap { Timestamp($0) }, of: account.anchor)
        }
        return times
    }
}

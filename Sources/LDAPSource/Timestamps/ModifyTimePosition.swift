import Directory

/// Where changes by time begin.
struct ModifyTimePosition: ChangePosition {
    /// By the server's clock.
    let since: Timestamp
    /// Who was changed last: they must be found by that time, or nobody is.
    let witness: String
    let witnessSubject: String
    /// The names of what contains people or groups, by anchor.
    var containers: [String: String]

    /// Nil when the entries do not tell.
    /// - Parameters:
    ///   - start: when their reading began, by this side's clock.
    ///   - end: when it ended, by the same.
    init?(
        _ times: ModifyTimes?, from start: Timestamp, to end: Timestamp,
        containers: [String: String]
    ) {
        guard let newest = times?.newest, times?.areHidden == false else { return nil }
        // The server's clock had come at least as far when the reading ended. An earlier moment is
        // always safe, so that of two clocks the one that is behind counts.
        let reading = max(0, end.secondsSinceEpoch - start.secondsSinceEpoch) + 1
        since = min(newest.time, start).advanced(bySeconds: -(reading + Self.margin))
        witness = newest.anchor.rawValue
        witnessSubject = newest.subject.rawValue
        self.containers = containers
    }

    var isSmall: Bool { containers.count <= 5000 }

    /// **Units:** seconds; as long as a change may take from the server where it was made to the one
    /// that is asked, and as far as their clocks may be apart.
    private static let margin: Int64 = 600
}

/// The rows that compare with the plain C reader, for one size of the organisation.
struct DirectoryRows {
    private let people: Int
    private let options: Options
    private var plain = Series()
    private var unchanged = Series()
    private var encrypted = Series()
    private var first = Series()

    init(people: Int, _ options: Options) {
        self.people = people
        self.options = options
    }

    /// Starts a server with a directory of that size, and measures the rows that are asked for.
    func measure() throws -> [Finding] {
        var copy = self
        try copy.run()
        return copy.findings
    }

    /// The programs take turns, so that what else the machine does falls on all of them.
    private mutating func run() throws {
        Benchmarks.say("\(people) people: generating, loading slapd")
        let site = try BenchmarkSite(people: people, programs: options.programs)
        // Fills the server's caches, and the store that the unchanged syncs find.
        _ = try site.read()
        _ = try site.sync(store: "kept", outcome: "changes")
        for run in 1...options.runs {
            Benchmarks.say("\(people) people: run \(run) of \(options.runs)")
            plain.append(try site.read())
            if wants(.unchanged) || wants(.tls) {
                unchanged.append(try site.sync(store: "kept", outcome: "unchanged"))
            }
            if wants(.tls) {
                encrypted.append(try site.sync(.tls, store: "kept", outcome: "unchanged"))
            }
            if wants(.first) {
                site.removeStore("new")
                first.append(
                    try site.sync(store: "new", outcome: "changes", policyDecides: false))
            }
        }
    }

    private func wants(_ row: Row) -> Bool { options.rows.contains(row) }

    private var findings: [Finding] {
        var findings: [Finding] = []
        if wants(.unchanged) { findings += pair("full sync, nothing changed", unchanged, 2.5, 1.5) }
        if wants(.first) { findings += pair("first sync into an empty store", first, 3, 2) }
        if wants(.tls) {
            findings.append(
                .time(
                    "full sync over TLS, against TCP", people, encrypted, against: unchanged,
                    must: 1.3, growth: 1.1))
        }
        return findings
    }

    private func pair(
        _ work: String, _ series: Series, _ must: Double, _ goal: Double
    ) -> [Finding] {
        [
            .time(
                work, people, series, against: plain, must: must, goal: goal, growth: 1.1),
            .memory(work, people, series, beside: plain),
        ]
    }
}

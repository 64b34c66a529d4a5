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
        if wants(.unchanged) {
            findings.append(ratio("full sync, nothing changed", unchanged, plain, 2.5, 1.5))
            findings.append(memory("the same, peak memory", unchanged))
        }
        if wants(.first) {
            findings.append(ratio("first sync into an empty store", first, plain, 3, 2))
            findings.append(memory("the same, peak memory", first))
        }
        if wants(.tls) {
            findings.append(
                ratio("full sync over TLS, against TCP", encrypted, unchanged, 1.3, nil))
        }
        return findings
    }

    private func ratio(
        _ work: String, _ series: Series, _ other: Series, _ must: Double, _ goal: Double?
    ) -> Finding {
        Finding(
            work: "\(work) (\(people) people)", measured: Finding.text(series.wall) + " s",
            against: Finding.text(other.wall) + " s", figure: series.wall / other.wall,
            cpu: series.cpu / other.cpu, must: must, goal: goal)
    }

    /// The limits are given for 100,000 and 1,000,000 people.
    private func memory(_ work: String, _ series: Series) -> Finding {
        let megabytes = Double(series.peak) / 1e6
        let isLarge = people > 100_000
        return Finding(
            work: "\(work) (\(people) people)", measured: Finding.text(megabytes) + " MB",
            against: Finding.text(Double(plain.peak) / 1e6) + " MB", figure: megabytes,
            must: isLarge ? 400 : 120, goal: isLarge ? 200 : 60, unit: "MB")
    }
}

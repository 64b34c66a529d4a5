/// The rows of syncs that ask for what has changed, for one size of the organisation.
struct IncrementalRows {
    private let people: Int
    private let options: Options
    /// The work, the plain refresh beside it, and the sync.
    private var series: [(work: Work, plain: Series, sync: Series)] = Work.allCases.map {
        ($0, Series(), Series())
    }

    private enum Work: String, CaseIterable {
        case nothing = "sync of changes, nothing changed"
        case hundred = "sync of changes, 100 entries changed"
        case everybody = "sync of changes, one member changed in the group of everybody"
        case restart = "sync of changes, everybody listed after a restart of the server"

        var must: Double { self == .nothing ? 7 : self == .everybody ? 15 : 5 }
        var goal: Double { self == .nothing ? 4 : self == .everybody ? 8 : 3 }
        /// A provider that was started again lists everybody; the group of everybody names them.
        var growth: Double { self == .nothing || self == .hundred ? 0.2 : 1.1 }
    }

    init(people: Int, _ options: Options) {
        self.people = people
        self.options = options
    }

    func measure() throws -> [Finding] {
        var copy = self
        try copy.run()
        let times = copy.series.map { work, plain, sync in
            Finding.time(
                work.rawValue, people, sync, against: plain, must: work.must, goal: work.goal,
                growth: work.growth)
        }
        let largest = copy.series.max { $0.sync.peak < $1.sync.peak }
        return times
            + [largest].compactMap(\.self).map { _, plain, sync in
                .memory("the largest sync of changes", people, sync, beside: plain)
            }
    }

    private mutating func run() throws {
        Benchmarks.say("\(people) people: generating, loading slapd")
        let site = try BenchmarkSite(people: people, programs: options.programs)
        _ = try site.refresh()
        // What it finds first is in force; from then on people decide, and nothing is applied.
        _ = try site.sync(store: "followed", outcome: "changes", followsChanges: true)
        _ = try Self.sync(site, "unchanged")
        for round in 1...options.runs {
            Benchmarks.say("\(people) people: round \(round) of \(options.runs)")
            for index in series.indices { try run(index, round, site) }
        }
    }

    private mutating func run(_ index: Int, _ round: Int, _ site: BenchmarkSite) throws {
        switch series[index].work {
        case .nothing: break
        case .hundred: try site.change(100, round: round)
        case .everybody: try site.changeEverybody(round: round)
        case .restart: try site.restart(round: round)
        }
        series[index].plain.append(try site.refresh())
        series[index].sync.append(try Self.sync(site, nil))
    }

    private static func sync(_ site: BenchmarkSite, _ outcome: String?) throws -> Measurement {
        try site.sync(
            store: "followed", outcome: outcome, policyDecides: false, followsChanges: true)
    }
}

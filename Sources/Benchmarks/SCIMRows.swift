/// The rows that compare with curl, for one size of the organisation.
enum SCIMRows {
    static func measure(_ people: Int, _ options: Options) throws -> [Finding] {
        Benchmarks.say("\(people) people: generating, starting nginx")
        let site = try SCIMSite(people: people)
        let program = options.programs + "/Benchmarks"
        return try SCIMSite.Transport.allCases.flatMap { transport in
            var curl = Series()
            var rollcall = Series()
            _ = try site.fetch(transport)
            for run in 1...options.runs {
                Benchmarks.say("\(people) people, \(transport.rawValue): run \(run)")
                curl.append(try site.fetch(transport))
                rollcall.append(try site.read(transport, program: program))
            }
            return findings(people, transport, rollcall, curl)
        }
    }

    private static func findings(
        _ people: Int, _ transport: SCIMSite.Transport, _ rollcall: Series, _ curl: Series
    ) -> [Finding] {
        let work = "SCIM read whole over \(transport.rawValue)"
        return [
            .time(
                work, people, rollcall, against: curl, must: transport == .distant ? 1.15 : 3,
                goal: transport == .distant ? nil : 1.5, growth: 1.1),
            .memory(
                work, people, rollcall, beside: curl, must: 64 + 300 * Double(people) / 1e6),
        ]
    }
}

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
        let megabytes = Double(rollcall.peak) / 1e6
        let time = Finding(
            work: "SCIM read whole over \(transport.rawValue) (\(people) people)",
            measured: Finding.text(rollcall.wall) + " s",
            against: Finding.text(curl.wall) + " s", figure: rollcall.wall / curl.wall,
            cpu: rollcall.cpu / curl.cpu, must: transport == .distant ? 1.15 : 3,
            goal: transport == .distant ? nil : 1.5)
        let memory = Finding(
            work: "the same, peak memory (\(people) people)",
            measured: Finding.text(megabytes) + " MB",
            against: Finding.text(Double(curl.peak) / 1e6) + " MB", figure: megabytes,
            must: 64 + 300 * Double(people) / 1e6, goal: nil, unit: "MB")
        return [time, memory]
    }
}

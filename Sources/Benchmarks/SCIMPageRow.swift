import CSimdJSON
import Directory
import SCIMSource
import TestSupport

/// How fast pages of SCIM become a reading, against the parser alone.
enum SCIMPageRow {
    static func measure(runs: Int) throws -> [Finding] {
        Benchmarks.say("pages of SCIM")
        let organization = GeneratedOrganization(people: 20_000, groups: 400, seed: 1)
        return [
            try compare("pages of users", .people, try organization.userPages(of: 1_000), runs),
            try compare("pages of groups", .groups, try organization.groupPages(of: 100), runs),
        ]
    }

    private static func compare(
        _ work: String, _ subject: ReadingSubject, _ pages: [[UInt8]], _ runs: Int
    ) throws -> Finding {
        var times: (read: [Double], parse: [Double]) = ([], [])
        for _ in 0..<runs {
            times.read.append(try read(pages, of: subject))
            times.parse.append(parse(pages))
        }
        let (read, parse) = (times.read.median, times.parse.median)
        let size = Double(pages.reduce(0) { $0 + $1.count }) / 1e6
        return Finding(
            work: "\(work), as drafts, against simdjson alone",
            measured: "\(Finding.text(size / read)) MB/s",
            against: "\(Finding.text(size / parse)) MB/s", figure: read / parse, must: 6, goal: 4)
    }

    /// **Units:** seconds.
    private static func read(_ pages: [[UInt8]], of subject: ReadingSubject) throws -> Double {
        var builder = SCIMReadingBuilder(source: SourceID("cloud"))
        let query = builder.addQuery(subject, "Resources")
        var parser = SCIMPageParser()
        let parsers = JSONParsers()
        return try ContinuousClock().measure {
            for page in pages {
                let body = ParsedBody(page, with: parsers)
                let read = try parser.readList(
                    body, of: subject, at: "Resources", in: SourceID("cloud"))
                _ = builder.take(read, of: query)
            }
        } / .seconds(1)
    }

    private static func parse(_ pages: [[UInt8]]) -> Double {
        guard let parser = rollcall_json_parser_create() else { return 0 }
        defer { rollcall_json_parser_destroy(parser) }
        var text = rollcall_json_text()
        return ContinuousClock().measure {
            for page in pages {
                let result = rollcall_json_parse(parser, page, page.count, 0, &text)
                precondition(result == .read)
            }
        } / .seconds(1)
    }
}

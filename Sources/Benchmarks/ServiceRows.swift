import Foundation
import TestSupport

/// Checks over HTTP against an empty handler of the same server, and the last page of the users against
/// the first, all asked by wrk.
struct ServiceRows {
    private let people: Int
    private let options: Options

    init(people: Int, _ options: Options) {
        self.people = people
        self.options = options
    }

    /// Fills a store with an organisation of that size, serves it, and asks in turn.
    func measure() throws -> [Finding] {
        Benchmarks.say("\(people) people: generating, filling a store to be served")
        let site = try ServedOrganization(people: people, programs: options.programs)
        var (check, empty, first, last) = (WebLoad(), WebLoad(), WebLoad(), WebLoad())
        for run in 1...options.runs {
            Benchmarks.say("\(people) people, served: run \(run) of \(options.runs)")
            // Short turns, since both are at the mercy of the machine's moods.
            for _ in 0..<4 {
                empty.append(try site.askEmptyHandler())
                check.append(try site.check())
            }
            first.append(try site.page(.first))
            last.append(try site.page(.last))
        }
        let throughput = Finding(
            work: "check over HTTP, time a request", people: people,
            measured: "\(Int(check.requests))/s", against: "\(Int(empty.requests))/s",
            figure: check.slowness(beside: empty), must: 1 / 0.8, goal: 1 / 0.95)
        let tail = Finding(
            work: "check over HTTP, 99th percentile", people: people,
            measured: Finding.text(check.tail * 1000) + " ms",
            against: Finding.text(empty.tail * 1000) + " ms", figure: check.tail / empty.tail,
            must: 1.25)
        let page = Finding(
            work: "a page of 100 users over HTTP, the last against the first", people: people,
            measured: "\(Int(last.requests))/s", against: "\(Int(first.requests))/s",
            figure: max(first.requests / last.requests, last.requests / first.requests), must: 2)
        return [throughput, tail, page]
    }
}

/// What wrk measured, several times; medians count.
struct WebLoad {
    struct Measurement {
        /// **Units:** a second.
        let requests: Double
        /// The 99th percentile. **Units:** seconds.
        let tail: Double
    }

    private var measurements: [Measurement] = []

    mutating func append(_ measurement: Measurement) { measurements.append(measurement) }

    var requests: Double { median(\.requests) }
    var tail: Double { median(\.tail) }

    /// How many times longer a request takes than one of `other`, turn by turn.
    func slowness(beside other: WebLoad) -> Double {
        Self.median(zip(other.measurements, measurements).map { $0.requests / $1.requests })
    }

    private func median(_ value: KeyPath<Measurement, Double>) -> Double {
        Self.median(measurements.map { $0[keyPath: value] })
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

extension WebLoad.Measurement {
    /// - Throws: when wrk says nothing of the kind, or that answers were errors.
    init(wrk said: String) throws {
        // Other lines hold percentages too.
        func value(_ name: String) -> Substring? {
            said.split(separator: "\n").map { $0.split(separator: " ") }
                .first { $0.first == name[...] }?.last
        }
        guard !said.contains("Non-2xx"), !said.contains("Socket errors"),
            let requests = value("Requests/sec:").flatMap({ Double($0) }),
            let tail = value("99%").flatMap(Self.seconds)
        else { throw MeasuredProcess.Failure(description: "wrk said: \(said)") }
        self.init(requests: requests, tail: tail)
    }

    private static func seconds(_ text: Substring) -> Double? {
        let units: KeyValuePairs = ["us": 1e-6, "ms": 1e-3, "s": 1]
        for (unit, factor) in units where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.utf8.count)).map { $0 * factor }
        }
        return nil
    }
}

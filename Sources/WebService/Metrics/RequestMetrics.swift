import Synchronization

/// Counts what was answered, by part of the service and status, and how long it took.
final class RequestMetrics: Sendable {
    /// What is counted of one part.
    private struct Counts {
        /// By status. Those that alerts compare are there from the beginning.
        var answers: [Int: Int] = [200: 0, 500: 0]
        /// Parallel to ``bounds``, and the rest.
        var durations = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var seconds = 0.0

        mutating func add(_ status: Int, _ bucket: Int, _ seconds: Double) {
            answers[status, default: 0] += 1
            durations[bucket] += 1
            self.seconds += seconds
        }
    }

    /// The longest that belongs to a bucket. **Units:** seconds.
    private static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5]

    private let parts = Mutex(
        Dictionary(uniqueKeysWithValues: WebPart.allCases.map { ($0, Counts()) }))

    func count(_ part: WebPart, status: Int, took duration: Duration) {
        let seconds = duration / .seconds(1)
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        parts.withLock { $0[part, default: Counts()].add(status, bucket, seconds) }
    }

    func write(to text: inout PrometheusText) {
        let parts = parts.withLock { $0 }.sorted { $0.key.rawValue < $1.key.rawValue }
        text.family(
            "rollcall_http_requests_total", .counter, "Requests that were answered.",
            parts.flatMap { part, counts in
                counts.answers.sorted { $0.key < $1.key }.map { status, number in
                    .init(
                        labels: ["part": part.rawValue, "code": "\(status)"],
                        value: Double(number))
                }
            })
        text.family(
            "rollcall_http_request_duration_seconds", .histogram,
            "How long it took to make the answers.",
            parts.flatMap { Self.histogram($0.rawValue, $1) })
    }

    private static func histogram(_ part: String, _ counts: Counts) -> [PrometheusText.Sample] {
        var sum = 0
        let buckets = zip(bounds + [.infinity], counts.durations).map { bound, number in
            sum += number
            return PrometheusText.Sample(
                suffix: "_bucket", labels: ["part": part, "le": PrometheusText.number(bound)],
                value: Double(sum))
        }
        return buckets + [
            .init(suffix: "_sum", labels: ["part": part], value: counts.seconds),
            .init(suffix: "_count", labels: ["part": part], value: Double(sum)),
        ]
    }
}

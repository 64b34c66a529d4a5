import Directory
import EntitlementStore
import Entitlements
import Metrics

/// What is counted of each run, for whoever bootstraps a metrics backend. No person is in a label.
enum RunMetrics {
    /// Counts a recorded run; one that failed before has no outcome.
    static func count(_ outcome: RunOutcome) {
        Counter(label: "rollcall_runs_total", dimensions: [("outcome", outcome.verdict.rawValue)])
            .increment()
        for source in outcome.sources {
            let dimensions = [("source", source.id.rawValue)]
            Gauge(label: "rollcall_source_up", dimensions: dimensions)
                .record(source.certificate.isComplete ? 1 : 0)
            guard source.certificate.isComplete else { continue }
            Gauge(label: "rollcall_source_people", dimensions: dimensions)
                .record(source.counts.people)
        }
    }
}

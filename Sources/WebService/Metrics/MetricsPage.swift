import EntitlementStore
import Entitlements
import HTTPTypes
import MembershipSnapshot

/// What Prometheus is told: the service, its requests, and the store as it was counted last.
struct MetricsPage {
    /// Of this program.
    let version: String
    let state: ViewKeeper.State
    let requests: RequestMetrics

    var answer: WebAnswer {
        var text = PrometheusText()
        text.family(
            "rollcall_build_info", .gauge, "What is running.",
            [.init(labels: ["version": version], value: 1)])
        text.gauge(
            "rollcall_ready", "Whether something complete can be served.",
            state.view?.organization.isComplete == true ? 1 : 0)
        text.gauge(
            "rollcall_store_up", "Whether the store could be read at the last attempt.",
            state.fault == nil && state.counted != nil ? 1 : 0)
        text.gauge(
            "rollcall_store_read_timestamp_seconds",
            "When what is said of the store was read.", state.counted?.time)
        if let view = state.view {
            text.gauge(
                "rollcall_served_revision", "The revision that checks are answered from.",
                view.organization.moment.revision.rawValue)
        }
        if let counted = state.counted { text.write(counted.overview) }
        requests.write(to: &text)
        return WebAnswer(.ok, Array(text.text.utf8), type: .metrics)
    }
}

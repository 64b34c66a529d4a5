import Directory
import EntitlementStore
import Entitlements

/// The store in numbers: what the runs came to, out of the store, since the processes of the runs are
/// gone when somebody asks.
///
/// A time that never was is 0, so that whatever counts from it has waited for ever.
extension PrometheusText {
    mutating func write(_ overview: StoreOverview) {
        writeRuns(overview)
        writeSources(overview.sources)
        writePending(overview.pending)
        writeHeld(overview.held)
        gauge(
            "rollcall_revision", "The newest revision of the entitlements.",
            overview.moment.revision.rawValue)
        gauge(
            "rollcall_revision_timestamp_seconds", "When that revision came into force.",
            overview.moment.since)
        counter(
            "rollcall_ledger_entries_total", "Entries of the ledger.",
            [.init(value: Double(overview.ledgerEntries))])
    }

    private mutating func writeRuns(_ overview: StoreOverview) {
        gauge(
            "rollcall_last_success_timestamp_seconds",
            "When a run last compared everything and recorded what it found.", overview.lastSuccess)
        family(
            "rollcall_last_completion_timestamp_seconds", .gauge,
            "When a run last ended with that outcome.",
            RunVerdict.allCases.map {
                .init(
                    labels: ["outcome": $0.rawValue],
                    value: Self.seconds(overview.runs[$0]?.last))
            })
        gauge(
            "rollcall_last_run_duration_seconds", "How long the latest run took.",
            overview.lastRunSeconds ?? 0)
        counter(
            "rollcall_runs_total", "Runs that were recorded.",
            RunVerdict.allCases.map {
                .init(
                    labels: ["outcome": $0.rawValue], value: Double(overview.runs[$0]?.count ?? 0))
            })
    }

    private mutating func writeSources(_ sources: [StoreOverview.Source]) {
        family(
            "rollcall_source_up", .gauge, "Whether the latest run read all of the source.",
            sources.map {
                .init(labels: ["source": $0.id.rawValue], value: $0.isComplete ? 1 : 0)
            })
        family(
            "rollcall_source_snapshot_timestamp_seconds", .gauge,
            "Up to when the source is known completely.",
            sources.map {
                .init(
                    labels: ["source": $0.id.rawValue], value: Self.seconds($0.completeAsOf))
            })
        family(
            "rollcall_source_records", .gauge, "What the last complete reading of the source held.",
            sources.flatMap { source in
                [
                    ("people", source.counts?.people), ("groups", source.counts?.groups),
                    ("memberships", source.counts?.memberships),
                ].map { kind, number in
                    Sample(
                        labels: ["source": source.id.rawValue, "kind": kind],
                        value: Double(number ?? 0))
                }
            })
    }

    private mutating func writePending(_ pending: StoreOverview.Pending?) {
        family(
            "rollcall_pending_changes", .gauge, "Changes that wait to be applied.",
            Change.Action.allCases.flatMap { action in
                Tier.allCases.map { tier in
                    Sample(
                        labels: ["action": action.rawValue, "tier": tier.rawValue],
                        value: Double(
                            pending?.changes[.init(action: action, tier: tier)] ?? 0))
                }
            })
        gauge(
            "rollcall_pending_undecided_changes",
            "Changes among them of which neither a person nor a policy has said anything.",
            pending?.undecided ?? 0)
        gauge(
            "rollcall_pending_since_timestamp_seconds",
            "Since when changes have been waiting without a pause; 0 when none are.",
            pending?.since)
        family(
            "rollcall_guards_tripped", .gauge, "What guards found in the change set that waits.",
            GuardFinding.Kind.allCases.map {
                .init(labels: ["guard": $0.rawValue], value: Double(pending?.guards[$0] ?? 0))
            })
    }

    private mutating func writeHeld(_ held: StoreOverview.Held) {
        family(
            "rollcall_entitlements", .gauge, "Entitlements in force.",
            Tier.allCases.map {
                .init(labels: ["tier": $0.rawValue], value: Double(held.byTier[$0] ?? 0))
            })
        gauge(
            "rollcall_privileged_entitlements_unapproved",
            "Privileged entitlements in force that no person approved.", held.privilegedUnapproved)
        gauge(
            "rollcall_leaver_entitlements",
            "Entitlements in force of people who are inactive or gone.", held.ofLeavers)
        gauge(
            "rollcall_leaver_entitlements_since_timestamp_seconds",
            "When the first of those people were seen to be; 0 when there are none.",
            held.leaversSince)
        counter(
            "rollcall_applied_changes_total", "Changes that were applied.",
            Change.Action.allCases.map {
                .init(labels: ["action": $0.rawValue], value: Double(held.applied[$0] ?? 0))
            })
    }
}

extension PrometheusText {
    static func seconds(_ time: Timestamp?) -> Double { Double(time?.secondsSinceEpoch ?? 0) }

    /// A family of one sample.
    mutating func gauge(_ name: String, _ help: String, _ value: some BinaryInteger) {
        family(name, .gauge, help, [.init(value: Double(value))])
    }

    mutating func gauge(_ name: String, _ help: String, _ time: Timestamp?) {
        family(name, .gauge, help, [.init(value: Self.seconds(time))])
    }

    private mutating func counter(_ name: String, _ help: String, _ samples: [Sample]) {
        family(name, .counter, help, samples)
    }
}

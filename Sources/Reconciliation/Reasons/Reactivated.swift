import Directory
import Entitlements

extension RecordedState {
    /// People who are active again: since this run, or since the proposal that waits. The recorded
    /// facts have moved on by then, and nobody has agreed to what these people would be granted.
    var reactivated: Set<PersonID> {
        let guarded = Set(
            (proposal?.guards ?? []).filter { $0.kind == .reactivations }.flatMap(\.changes))
        let waiting = (proposal?.items ?? []).filter {
            $0.change.reason.cause == .reactivated || guarded.contains($0.id)
        }
        return Set(delta.reactivated).union(waiting.map(\.change.entitlement.person))
    }
}

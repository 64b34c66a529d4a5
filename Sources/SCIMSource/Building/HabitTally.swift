import Diagnostics
import Directory

/// The ways of a server that return with every resource: each told once, with how often it was met
/// and where first.
struct HabitTally: Sendable {
    private struct Habit: Sendable, Hashable {
        let finding: SCIMFinding
        let name: String
    }

    private var met: [Habit: (count: Int, label: String)] = [:]

    /// - Parameter name: what of the schema it is about; empty for the whole.
    mutating func count(
        _ finding: SCIMFinding, of name: String, at label: @autoclosure () -> String
    ) {
        let habit = Habit(finding: finding, name: name)
        met[habit, default: (0, label())].count += 1
    }

    /// Takes what was met later.
    mutating func add(_ later: HabitTally) {
        met.merge(later.met) { first, next in (first.count + next.count, first.label) }
    }

    /// **Shape:** in no order.
    func findings(in source: SourceID) -> [Diagnostic] {
        met.map { habit, met in
            let head = habit.name.isEmpty ? "" : "\(habit.name): "
            let tail = met.count == 1 ? "" : ", \(met.count) times"
            return Diagnostic(
                habit.finding.severity, habit.finding.code, head + habit.finding.message + tail,
                at: .entry(source: source.rawValue, entry: met.label), hint: habit.finding.hint)
        }
    }
}

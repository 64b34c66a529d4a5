import Directory
import Synchronization

/// A list that is read beside another one, into a reading of its own: the service answers for both at
/// once, and what is large of one holds up nothing of the other.
final class ListBeside: Sendable {
    private struct Outcome: Sendable {
        var builder: SCIMReadingBuilder
        let notes: ListNotes
        let questionsAtOnce: Int
        let error: (any Error)?
    }

    private let subject: ReadingSubject
    private let outcome: Mutex<Outcome>

    /// Reads it, or as much of it as can be read.
    init(
        _ subject: ReadingSubject, of service: ReachedService, turn: Turn,
        progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async {
        var pull = ServicePull(service, turn: turn, progress: progress)
        var trouble: (any Error)?
        do { try await pull.read(subject) } catch { trouble = error }
        self.subject = subject
        outcome = Mutex(
            Outcome(
                builder: pull.builder, notes: pull.notes, questionsAtOnce: pull.questionsAtOnce,
                error: trouble))
    }

    /// Joins it to a reading that has the other list; it is not here any more afterwards.
    /// - Throws: what kept it from being whole.
    func join(_ pull: inout ServicePull) throws {
        try outcome.withLock { outcome in
            // Exchanged and not copied: both are large.
            swap(&pull.builder, &outcome.builder)
            pull.builder.join(outcome.builder)
            outcome.builder = SCIMReadingBuilder(source: pull.service.configuration.id)
            pull.notes.take(subject, of: outcome.notes)
            pull.questionsAtOnce = outcome.questionsAtOnce
            if let error = outcome.error { throw error }
        }
    }
}

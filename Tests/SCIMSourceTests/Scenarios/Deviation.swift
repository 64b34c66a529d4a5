import Testing

@testable import SCIMSource

/// One way in which a service is not as the standard has it, and what a reading of it must be.
struct Deviation: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable, Equatable {
        /// Complete, and just what the organisation is.
        case exact
        /// Nothing may be concluded from it; the reason's word.
        case incomplete(String)
        /// Of a list that changes: complete only if everybody who was there all along is in it.
        case wholeOrIncomplete(String)
    }

    let name: String
    let outcome: Outcome
    /// How many requests are enough.
    let mostRequests: Int
    let habits: ServiceHabits
    let configure: @Sendable (inout SCIMConfiguration) -> Void

    init(
        _ name: String, _ outcome: Outcome = .exact, mostRequests: Int = 24,
        configure: @escaping @Sendable (inout SCIMConfiguration) -> Void = { _ in },
        _ change: (inout ServiceHabits) -> Void
    ) {
        var habits = ServiceHabits()
        change(&habits)
        self.name = name
        self.outcome = outcome
        self.mostRequests = mostRequests
        self.habits = habits
        self.configure = configure
    }

    var testDescription: String { name }

    static let all =
        paging + counts + cursors + providers + members + shapes + bodies + statuses + waits + wires
        + changes + schemas
}

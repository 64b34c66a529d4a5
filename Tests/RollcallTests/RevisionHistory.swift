import Testing

/// What came into force, added up out of what a follower was told.
struct RevisionHistory {
    /// What is held by revision, before the first one nothing. **Shape:** as ``Site/entitlements(_:)`` has it.
    private(set) var states: [Set<String>] = [[]]
    /// The steps of a ``MovingSite`` that came into force, in order.
    private(set) var steps: [Int] = []

    /// Every revision must be there, once, in order and whole.
    init(_ revisions: [JSON], sourceLocation: SourceLocation = #_sourceLocation) {
        for (position, revision) in revisions.enumerated() {
            let number = revision.revision.int
            #expect(number == position + 1, "in this order", sourceLocation: sourceLocation)
            add(revision.changes.array, sourceLocation)
        }
    }

    var held: Set<String> { states.last ?? [] }

    private mutating func add(_ changes: [JSON], _ sourceLocation: SourceLocation) {
        var held = held
        for change in changes {
            let entitlement = [change.person.userName, change.role, change.scope]
                .map { $0.string ?? "?" }.joined(separator: " ")
            let isNews =
                change.action.string == "grant"
                ? held.insert(entitlement).inserted : held.remove(entitlement) != nil
            #expect(isNews, "\(entitlement) twice", sourceLocation: sourceLocation)
            if change.action.string == "grant", change.role.string == "viewer",
                let step = change.scope.string.flatMap(MovingSite.step)
            {
                steps.append(step)
            }
        }
        // The two go together in every step.
        let halves = ["viewer", "editor"].map { role in
            Set(
                held.filter { $0.contains(" \(role) ") }.map {
                    $0.replacing(" \(role) ", with: " ")
                })
        }
        #expect(halves[0] == halves[1], "a half", sourceLocation: sourceLocation)
        states.append(held)
    }
}

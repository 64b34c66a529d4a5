import TestSupport

// P18: a list that is another at every page

extension Deviation {
    /// After each page of users somebody comes, or somebody goes who leads nobody.
    private static func restless(_ habits: inout ServiceHabits) {
        habits.change = { organization, question in
            guard question.isOfUsers else { return }
            var generator = SplitMix64(seed: UInt64(question.number))
            if question.visit.isMultiple(of: 2) {
                let number = (organization.people.last?.number ?? 0) + 1
                organization.people.append(
                    SampleOrganization.person(number, SampleOrganization.id("u", number)))
            } else {
                organization.people.remove(
                    at: Int.random(in: organization.people.indices, using: &generator))
            }
        }
    }

    static let changes = [
        Deviation("changes at every page", .wholeOrIncomplete("list-changed"), mostRequests: 120) {
            restless(&$0)
        },
        Deviation(
            "changes at every page, sorted", .wholeOrIncomplete("list-changed"), mostRequests: 60
        ) {
            restless(&$0)
            $0.useSorting()
        },
        Deviation(
            "changes at every page, by cursor", .wholeOrIncomplete("list-changed"),
            mostRequests: 40
        ) {
            restless(&$0)
            $0.useCursors()
        },
        Deviation("changes once, in mid-list", .wholeOrIncomplete("list-changed"), mostRequests: 60)
        {
            $0.change = { organization, question in
                if question.isUsers(2) { organization.people.remove(at: 5) }
            }
        },
        Deviation(
            "is in another order at every page", .incomplete("list-changed"), mostRequests: 150
        ) { habits in
            habits.order = { order, question in
                var generator = SplitMix64(seed: UInt64(question.number))
                order.shuffle(using: &generator)
            }
        },
        Deviation(
            "loses people from the front at every page", .wholeOrIncomplete("list-changed"),
            mostRequests: 60
        ) {
            $0.change = { organization, question in
                if question.isOfUsers { organization.people.removeFirst() }
            }
        },
        Deviation(
            "gains people at the front at every page", .wholeOrIncomplete("list-changed"),
            mostRequests: 60
        ) {
            $0.change = { organization, question in
                guard question.isOfUsers else { return }
                let number = organization.people.count + 100
                organization.people.insert(
                    SampleOrganization.person(number, SampleOrganization.id("u", number)), at: 0)
            }
        },
    ]
}

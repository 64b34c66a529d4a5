import Foundation
import WebTestSupport

// P6, P19

extension Deviation {
    /// Everybody of a hundred and thirty-seven in one group.
    private static func crowd(_ habits: inout ServiceHabits, members count: Int = 137) {
        habits.organization = SampleOrganization(people: 137)
        habits.organization.flatten()
        habits.organization.groups[0].people = habits.organization.people.prefix(count).map(\.id)
    }

    static let members = [
        Deviation("lists no members, and shows them alone") { $0.listsMembers = false },
        Deviation("tells members by filters alone", mostRequests: 40) {
            $0.organization.flatten()
            ($0.listsMembers, $0.showsMembers) = (false, false)
        },
        Deviation("has no groups to ask for one by one", mostRequests: 40) { habits in
            habits.organization.flatten()
            habits.listsMembers = false
            habits.instead = { $0.isOfGroups && $0.id != nil ? .error(404) : nil }
        },
        Deviation("tells members nowhere, and refuses filters", .incomplete("members-unknown")) {
            ($0.listsMembers, $0.showsMembers, $0.filtering) = (false, false, .refuses)
        },
        Deviation(
            "tells members nowhere, and ignores filters", .incomplete("members-unknown"),
            mostRequests: 30
        ) {
            ($0.listsMembers, $0.showsMembers, $0.filtering) = (false, false, .ignores)
        },
        Deviation(
            "tells members nowhere, and finds nobody by filters", .incomplete("members-unknown"),
            mostRequests: 30
        ) {
            ($0.listsMembers, $0.showsMembers, $0.filtering) = (false, false, .findsNothing)
        },
        Deviation("lists a hundred members, and shows all alone", mostRequests: 40) {
            crowd(&$0)
            $0.listedMembers = 100
        },
        Deviation("shows a hundred members, and finds all by filters", mostRequests: 60) {
            crowd(&$0)
            ($0.listedMembers, $0.shownMembers) = (100, 100)
        },
        Deviation(
            "shows a hundred members, and knows no filter", .incomplete("members-capped"),
            mostRequests: 40
        ) {
            crowd(&$0)
            ($0.listedMembers, $0.shownMembers, $0.filtering) = (100, 100, .refuses)
        },
        Deviation(
            "shows a hundred members, and finds nobody by filters", .incomplete("members-capped"),
            mostRequests: 40
        ) {
            crowd(&$0)
            ($0.listedMembers, $0.shownMembers, $0.filtering) = (100, 100, .findsNothing)
        },
        Deviation("has a group of just a hundred", mostRequests: 60) { crowd(&$0, members: 100) },
        Deviation("shows fifty members of two large groups", mostRequests: 60) {
            crowd(&$0)
            $0.organization.groups[1].people = $0.organization.people.suffix(60).map(\.id)
            ($0.listedMembers, $0.shownMembers) = (50, 50)
        },
        Deviation(
            "shows a hundred members, and there are groups in groups",
            .incomplete("members-capped"), mostRequests: 60
        ) {
            crowd(&$0)
            $0.organization.groups[3].groups = [$0.organization.groups[6].id]
            ($0.listedMembers, $0.shownMembers) = (100, 100)
        },
        Deviation("shows fewer members alone than in the list", mostRequests: 60) {
            crowd(&$0, members: 100)
            $0.showsMembers = false
        },
        Deviation("fails once for one group") { habits in
            habits.instead = { $0.isOfGroups && $0.id != nil && $0.visit == 0 ? .error(503) : nil }
        },
        Deviation("fails for one group", .incomplete("unavailable")) { habits in
            habits.instead = { $0.isOfGroups && $0.id != nil ? .error(503) : nil }
        },
        Deviation("fails for one group in another way", .incomplete("unavailable")) { habits in
            habits.instead = { $0.isOfGroups && $0.id != nil ? .error(500) : nil }
        },
        Deviation("fails for every user alone") { habits in
            habits.instead = { $0.isOfUsers && $0.id != nil ? .error(503) : nil }
        },
        Deviation("names members who are nobody") { habits in
            habits.organization.groups[1].people.append("gone")
        },
        Deviation("names managers who are nobody") { $0.organization.people[4].manager = "gone" },
    ]
}

import Foundation
import WebTestSupport

// P18

extension Deviation {
    /// By index.
    static let paging = [
        Deviation("as the standard has it") { _ in },
        Deviation("sorts by id") { $0.useSorting() },
        Deviation("announces that it sorts, and refuses to") { habits in
            habits.announcesSorting = true
            habits.instead = { $0.query["sortBy"] == nil ? nil : .error(400, "invalidValue") }
        },
        Deviation("sends fewer than asked for") { $0.largestPage = 4 },
        Deviation("sends pages of one", mostRequests: 100) { $0.largestPage = 1 },
        Deviation("sends pages of changing length, all short", mostRequests: 40) {
            $0.part = { part, _, question in
                part = part.lowerBound..<(part.lowerBound + 2 + question.number % 5)
            }
        },
        Deviation("begins each page with the last of the one before") {
            $0.part = { part, _, _ in
                if part.lowerBound > 0 { part = (part.lowerBound - 1)..<(part.upperBound - 1) }
            }
        },
        Deviation("shows a resource twice on a page", mostRequests: 40) {
            $0.page = { page, _ in
                let resources = page["Resources"] as? [[String: Any]] ?? []
                page["Resources"] = Array(resources.prefix(1)) + resources
            }
        },
        Deviation("counts from nought, and so never shows the first", .incomplete("total-mismatch"))
        {
            $0.part = { part, _, question in
                if question.query["startIndex"] != nil {
                    part = (part.lowerBound + 1)..<(part.upperBound + 1)
                }
            }
        },
        Deviation("says that it counts from nought, and does not") {
            $0.page = { page, _ in page["startIndex"] = (page["startIndex"] as? Int ?? 1) - 1 }
        },
        Deviation("minds the count, not the start", .incomplete("paging-stalled")) {
            $0.part = { part, _, _ in part = 0..<part.count }
        },
        Deviation("minds neither count nor start") {
            $0.part = { part, size, _ in part = 0..<size }
        },
        Deviation("refuses any paging") { habits in
            habits.part = { part, size, _ in part = 0..<size }
            habits.instead = { $0.query["count"] == nil ? nil : .error(400, "invalidValue") }
        },
        Deviation("falls over a count", mostRequests: 30) { habits in
            habits.part = { part, size, _ in part = 0..<size }
            habits.instead = { $0.query["count"] == nil ? nil : .error(500) }
        },
        Deviation("leaves out the resources of a page without any") {
            $0.page = { page, _ in
                if (page["Resources"] as? [Any])?.isEmpty == true { page["Resources"] = nil }
            }
        },
    ]

    /// What pages say of themselves.
    static let counts = [
        Deviation("says nothing of pages and lists") {
            $0.page = { page, _ in
                for name in ["totalResults", "startIndex", "itemsPerPage"] { page[name] = nil }
            }
        },
        Deviation("counts more than it shows", .incomplete("total-mismatch"), mostRequests: 40) {
            $0.page = { page, _ in page["totalResults"] = (page["totalResults"] as? Int ?? 0) + 3 }
        },
        Deviation("counts fewer than it shows") {
            $0.page = { page, _ in page["totalResults"] = (page["totalResults"] as? Int ?? 0) - 3 }
        },
        Deviation("counts pages instead of the list") {
            $0.page = { page, _ in page["totalResults"] = (page["Resources"] as? [Any])?.count }
        },
        Deviation("counts in texts") {
            $0.page = { page, _ in page["totalResults"] = "\(page["totalResults"] ?? "")" }
        },
        Deviation("counts nonsense") { $0.page = { page, _ in page["totalResults"] = -1 } },
        Deviation("is wrong about the length of a page") {
            $0.page = { page, _ in page["itemsPerPage"] = 1000 }
        },
        Deviation(
            "counts what the reader may not see", .incomplete("total-mismatch"), mostRequests: 40
        ) {
            $0.page = { page, question in
                guard question.isOfUsers else { return }
                let resources = page["Resources"] as? [[String: Any]] ?? []
                page["Resources"] = resources.filter {
                    "\($0["id"]!)" != SampleOrganization.id("u", 12)
                }
            }
        },
    ]
}

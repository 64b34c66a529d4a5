import Foundation
import WebTestSupport

// P18, RFC 9865

extension Deviation {
    static let cursors = [
        Deviation("pages by cursor") { $0.useCursors() },
        Deviation("pages by cursor, sorted") {
            $0.useCursors()
            $0.useSorting()
            $0.organization = SampleOrganization { "\($0)\(1000 + $1)" }
        },
        Deviation("pages by cursor, and counts nothing") {
            $0.useCursors()
            $0.page = { page, _ in page["totalResults"] = nil }
        },
        Deviation("has cursors that a query must escape") {
            $0.useCursors()
            $0.cursor = { "a+b/\($0)==&%?#" }
        },
        Deviation("has numbers for cursors") {
            $0.useCursors()
            $0.page = { page, _ in
                if let cursor = page["nextCursor"] as? String {
                    page["nextCursor"] = Int(cursor.filter(\.isNumber))
                }
            }
        },
        Deviation("ends its cursors with null") {
            $0.useCursors()
            $0.page = { page, _ in page["nextCursor"] = page["nextCursor"] ?? NSNull() }
        },
        Deviation("offers a cursor where an index was asked for") { habits in
            habits.pagesByCursor = true
            habits.page = { page, question in
                guard question.query["cursor"] == nil, page["nextCursor"] == nil,
                    let count = (page["Resources"] as? [Any])?.count,
                    let total = page["totalResults"] as? Int, count < total
                else { return }
                page["nextCursor"] = "after-\(count - 1)"
            }
        },
        Deviation("sends empty pages between its cursors", mostRequests: 40) { habits in
            habits.useCursors()
            habits.page = { page, question in
                guard question.visit % 2 == 0, question.isList else { return }
                page["nextCursor"] = (question.query["cursor"] ?? "") + "~"
                page["Resources"] = [Any]()
            }
        },
        Deviation("keeps the position itself, under one cursor") { habits in
            habits.useCursors()
            habits.part = { part, _, question in
                let start = question.visit * 10
                part = start..<(start + 10)
            }
            habits.page = { page, _ in
                if page["nextCursor"] != nil { page["nextCursor"] = "more" }
            }
        },
        // Of both lists, which are read at once.
        Deviation("has cursors without end", .incomplete("paging-stalled"), mostRequests: 240) {
            $0.useCursors()
            $0.page = { page, question in page["nextCursor"] = "99\(question.number)" }
        },
        Deviation("sends the same page for every cursor", .incomplete("paging-stalled")) {
            $0.useCursors()
            $0.part = { part, _, _ in part = 0..<10 }
            $0.page = { page, _ in page["nextCursor"] = "more" }
        },
        Deviation("lets a cursor expire once", mostRequests: 40) { habits in
            habits.useCursors()
            habits.instead = { $0.isUsers(2) ? .error(400, "expiredCursor") : nil }
        },
        Deviation("lets every cursor expire", .incomplete("cursor-expired")) { habits in
            habits.useCursors()
            habits.instead = {
                ["", nil].contains($0.query["cursor"]) ? nil : .error(400, "expiredCursor")
            }
        },
        Deviation("does not know its own cursors", .incomplete("cursor-expired")) { habits in
            habits.useCursors()
            habits.instead = {
                ["", nil].contains($0.query["cursor"]) ? nil : .error(400, "invalidCursor")
            }
        },
        Deviation("refuses a count that is too large", mostRequests: 40) { habits in
            habits.useCursors()
            habits.instead = {
                (Int($0.query["count"] ?? "") ?? 0) > 5 ? .error(400, "invalidCount") : nil
            }
        },
        Deviation("announces cursors, and refuses them") { habits in
            habits.announcesCursors = true
            habits.instead = { $0.query["cursor"] == nil ? nil : .error(400, "invalidCursor") }
        },
        Deviation("announces cursors, and ignores them") { $0.announcesCursors = true },
    ]
}

import Directory

extension IncompleteReason {
    static let pagingStalled = IncompleteReason(
        code: "paging-stalled", message: "the server sends the same page again and again",
        hint: "look at the server's paging, or give another `pageSize`")

    static let cursorExpired = IncompleteReason(
        code: "cursor-expired",
        message: "the cursor expired before the list was read, several times",
        hint: "give a larger `pageSize`, so that fewer pages are needed")

    static let listChanged = IncompleteReason(
        code: "list-changed", message: "the list changed while it was read, several times",
        hint: "let the server sort by id or page by cursor; the next run reads everything again")

    static let noPeople = IncompleteReason(
        code: "no-people", message: "the server answers, and lists nobody",
        hint: "look at the reader's rights; a source without people needs no reading")

    static let membersUnknown = IncompleteReason(
        code: "members-unknown",
        message: "the server tells the members of no group: in no list, by no id, by no filter",
        hint: "let the server show the members of groups, or filter people by `groups.value`")

    static let membersCapped = IncompleteReason(
        code: "members-capped",
        message: "the largest groups are as large as a server's limit, and may be larger",
        hint: "let the server show all members of a group, or filter people by `groups.value`")

    static let notModified = IncompleteReason(
        code: "not-modified",
        message: "the server says that nothing has changed, and was not asked for that",
        hint: "look for a cache between here and the server")

    /// - Parameter count: those whom the reading before had, and the list lacks.
    static func listLacks(_ count: Int) -> IncompleteReason {
        IncompleteReason(
            code: "list-lacks",
            message: "the server shows \(count) resources alone that its list leaves out",
            hint: "look at the reader's rights, and at the server's paging")
    }

    /// - Parameter known: how many came.
    static func totalMismatch(_ known: Int, short shortage: Int) -> IncompleteReason {
        IncompleteReason(
            code: "total-mismatch",
            message: "the server counts \(known + shortage) resources and sends \(known)",
            hint: "look at the reader's rights, and at the server's paging")
    }
}

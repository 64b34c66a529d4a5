import Diagnostics

/// What can be odd about one entry.
enum EntryFinding: String, Sendable, Hashable, CaseIterable {
    case noAnchor = "no-anchor"
    case severalAnchors = "several-anchors"
    case duplicateAnchor = "duplicate-anchor"
    case repeatedEntry = "repeated-entry"
    case duplicateUserName = "duplicate-user-name"
    case personAndGroup = "person-and-group"
    case invalidUTF8 = "invalid-utf8"
    case valueTooLong = "value-too-long"
    case invalidMember = "invalid-member"
    case ambiguousMember = "ambiguous-member"
    case emptyMember = "empty-member"
    case unfinishedRange = "unfinished-range"
    case hiddenValue = "hidden-value"

    /// See ``Diagnostic/code``.
    var code: String { "directory.\(rawValue)" }

    /// An error where the entry cannot be used or the reading proves nothing.
    var severity: Diagnostic.Severity {
        switch self {
        case .noAnchor, .severalAnchors, .duplicateAnchor, .unfinishedRange: .error
        case .repeatedEntry, .emptyMember: .note
        default: .warning
        }
    }

    /// The same for every entry; nothing of the entry is in it.
    var message: String {
        switch self {
        case .noAnchor: "an entry without the anchor attribute cannot be told from others"
        case .severalAnchors: "an entry with several values of the anchor attribute has no one name"
        case .duplicateAnchor: "two different entries have the same anchor"
        case .repeatedEntry: "the same entry came twice and was taken once"
        case .duplicateUserName: "several accounts have the same userName"
        case .personAndGroup: "the same entry is a person and a group, and was taken as both"
        case .invalidUTF8: "a value is not UTF-8 and was left out"
        case .valueTooLong:
            "a value is longer than \(ReadingBuilder.longestValue) bytes and was left out"
        case .invalidMember: "a member or manager is no valid name and stays unresolved"
        case .ambiguousMember: "a member or manager fits several entries and stays unresolved"
        case .emptyMember: "a member is the empty name, which stands for nobody"
        case .unfinishedRange: "the server sent a part of the group's members only"
        case .hiddenValue: "an attribute that every such entry has is not shown, or is no number"
        }
    }

    /// See ``Diagnostic/hint``.
    var hint: String? {
        switch self {
        case .noAnchor, .severalAnchors, .duplicateAnchor:
            "let the reader see the anchor attribute, and choose one that every entry has once"
        case .duplicateUserName:
            "make the logins unique; conditions and reports cannot tell them apart"
        case .personAndGroup: "narrow the filters of people and groups"
        case .invalidMember, .ambiguousMember: "correct the value in the directory"
        case .emptyMember: "nothing to do where the schema wants a member in every group"
        case .hiddenValue:
            "let the reader see everything that the schema asks for; until then nothing changes"
        default: nil
        }
    }
}

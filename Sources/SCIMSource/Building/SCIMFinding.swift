import Diagnostics
import Directory

/// What can be odd about a page or a resource.
enum SCIMFinding: String, Sendable, Hashable, CaseIterable {
    // The way of a server, which returns with every resource: told once, and counted.
    case byteOrderMark = "byte-order-mark"
    case contentType = "content-type"
    case listSchema = "list-schema"
    case countAsText = "count-as-text"
    case unusableCount = "unusable-count"
    case attributeCase = "attribute-case"
    case qualifiedAttribute = "qualified-attribute"
    case misplacedAttribute = "misplaced-attribute"
    case valueAsText = "value-as-text"
    case singleElement = "single-element"
    case bareElement = "bare-element"
    case activeAsText = "active-as-text"
    case numericID = "numeric-id"
    case noMeta = "no-meta"
    case bareManager = "bare-manager"
    case idInReference = "id-in-reference"
    case memberByUserName = "member-by-user-name"
    case managerByUserName = "manager-by-user-name"
    case repeatedResource = "repeated-resource"
    case totalByPage = "total-by-page"
    case changingList = "changing-list"
    case untrueTag = "untrue-tag"

    // What is odd about one resource.
    case noID = "no-id"
    case differentTwice = "different-twice"
    case noUserName = "no-user-name"
    case duplicateUserName = "duplicate-user-name"
    case tooManyElements = "too-many-elements"
    case invalidText = "invalid-text"
    case valueTooLong = "value-too-long"
    case unexpectedType = "unexpected-type"
    case repeatedAttribute = "repeated-attribute"
    case unreadableActive = "unreadable-active"
    case unresolvedManager = "unresolved-manager"
    case ambiguousManager = "ambiguous-manager"
    case ambiguousMember = "ambiguous-member"
    case invalidMember = "invalid-member"

    var code: String { "scim.\(rawValue)" }

    /// Whether it is a server's way, which is told once and counted.
    var isHabit: Bool {
        switch self {
        case .noID, .differentTwice, .noUserName, .duplicateUserName, .tooManyElements,
            .invalidText, .valueTooLong, .unexpectedType, .repeatedAttribute, .unreadableActive,
            .unresolvedManager, .ambiguousManager, .ambiguousMember, .invalidMember:
            false
        default: true
        }
    }

    var severity: Diagnostic.Severity {
        switch self {
        case .noID, .differentTwice: .error
        case .unusableCount, .memberByUserName, .managerByUserName, .untrueTag: .warning
        default: isHabit ? .note : .warning
        }
    }
}

extension SCIMFinding {
    /// **Shape:** safe to log.
    var message: String {
        switch self {
        case .byteOrderMark: "a page begins with a byte order mark, which JSON forbids"
        case .contentType: "a page of JSON came under another content type"
        case .listSchema: "a page does not say that it is a ListResponse"
        case .countAsText: "a count came as a text"
        case .unusableCount: "a count is no whole number and was not used"
        case .attributeCase: "the name of an attribute has its letters in another case"
        case .qualifiedAttribute: "an attribute stands under its full name outside its object"
        case .misplacedAttribute: "an attribute of the enterprise extension stands outside it"
        case .valueAsText: "a value that is no text was taken as one"
        case .singleElement: "an attribute with several values came as a single one"
        case .bareElement: "a value came bare, without its object"
        case .activeAsText: "active came as a text or number"
        case .numericID: "an id came as a number"
        case .noMeta: "a resource has no meta"
        case .bareManager: "a manager came bare, without its object"
        case .idInReference: "an id was taken from $ref, because there is no value"
        case .memberByUserName: "a member is named by its userName instead of its id"
        case .managerByUserName: "a manager is named by the userName instead of the id"
        case .repeatedResource: "the same resource came twice on one page and was taken once"
        case .totalByPage: "totalResults counts the page, not the list, and was not used"
        case .untrueTag: "the server says of a state that there never was that it is in force"
        case .changingList: "the list changed while it was read, or its pages do not fit together"
        case .noID: "a resource without one usable id cannot be told from others"
        case .differentTwice: "two different resources have the same id"
        case .noUserName: "an account has no userName"
        case .duplicateUserName: "several accounts have the same userName"
        case .tooManyElements: "an attribute has more than \(UInt16.max) values"
        case .invalidText: "a value is no valid text and was left out"
        case .valueTooLong:
            "a value is longer than \(ReadingBuilder.longestValue) bytes and was left out"
        case .unexpectedType: "a value has another type than its attribute and was left out"
        case .repeatedAttribute: "an attribute came twice in one object; the first was taken"
        case .unreadableActive: "active is neither true nor false"
        case .unresolvedManager: "a manager is nobody whom the source shows"
        case .ambiguousManager: "a manager fits several accounts and stays unresolved"
        case .ambiguousMember: "a member fits several resources and stays unresolved"
        case .invalidMember: "a member has no usable id and stays unresolved"
        }
    }

    /// What to do about it; nil when there is nothing to add.
    var hint: String? {
        switch self {
        case .noID: "let the server give every resource one id, as text"
        case .differentTwice: "let the server show each resource once"
        case .untrueTag: "until the server compares entity tags, each run reads everything"
        case .changingList: "let the server sort by id, or page by cursor"
        case .noUserName, .duplicateUserName:
            "give each account one login; conditions and reports cannot tell them apart"
        case .ambiguousMember: "let the server state the type of each member"
        case .unresolvedManager: "let the reader see the manager, or correct the value"
        case .invalidText, .valueTooLong, .unexpectedType, .repeatedAttribute, .unreadableActive:
            "correct the value; until then nothing is concluded from what the account lacks"
        case .memberByUserName, .managerByUserName:
            "let the server send ids: a login may be given to somebody else"
        default: nil
        }
    }
}

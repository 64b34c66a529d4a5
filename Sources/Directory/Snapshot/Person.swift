/// The one human behind one or more accounts, as the configured authorities describe them.
public struct Person: Sendable, Hashable {
    /// The identity; it outlives logins, mail addresses and accounts.
    public let id: PersonID
    /// nil when it is the one account that ``id`` names: so it is of almost everybody.
    private let recordedAccounts: [AccountKey]?
    /// Where the first account is now.
    public let location: Label
    /// By the configured rule (`active: all` means active in every source). The inactive hold
    /// nothing.
    public let isActive: Bool
    /// Whether every value of every account was read; if not, what the person holds stays as it is.
    public let isReadable: Bool
    /// `source` of each entry is an index into ``DirectorySnapshot/sources``.
    public let attributes: AttributeValues

    /// - Parameter accounts: at least one; sorted.
    public init(
        id: PersonID, accounts: [AccountKey], label: String, isActive: Bool,
        attributes: AttributeValues, isReadable: Bool = true
    ) {
        let isOwn = accounts.count == 1 && accounts[0].description == id.rawValue
        self.init(
            id: id, recordedAccounts: isOwn ? nil : accounts, location: Label(label),
            isActive: isActive, attributes: attributes, isReadable: isReadable)
    }

    /// A person of whom no more is known than one account, which the id names.
    package init(id: PersonID, isActive: Bool, attributes: AttributeValues) {
        self.init(
            id: id, recordedAccounts: nil, location: Label(""), isActive: isActive,
            attributes: attributes, isReadable: true)
    }

    /// - Parameter recordedAccounts: nil for the one account that the id names.
    init(
        id: PersonID, recordedAccounts: [AccountKey]?, location: Label, isActive: Bool,
        attributes: AttributeValues, isReadable: Bool
    ) {
        self.id = id
        self.recordedAccounts = recordedAccounts
        self.location = location
        self.isActive = isActive
        self.isReadable = isReadable
        self.attributes = attributes
    }

    /// **Shape:** at least one; sorted.
    public var accounts: [AccountKey] { recordedAccounts ?? [id.firstAccount] }

    /// The text of ``location``.
    public var label: String { location.text }

    /// The login; a label, not an identity. A person without one is known by ``id``.
    public var userName: String { attributes[.userName] ?? id.rawValue }

    /// The name to show: `displayName`, else `name.formatted`, else the login.
    public var displayName: String {
        attributes[.displayName] ?? attributes[.nameFormatted] ?? userName
    }
}

/// A position in ``DirectorySnapshot/people``. **Units:** 0-based.
public typealias PersonIndex = Int32

/// One source's record of somebody.
public struct Account: Sendable, Hashable {
    /// Its identity within the source.
    public let anchor: Anchor
    /// How the source addresses it at the moment.
    public let location: Label
    /// The source's word: false means that it shows the account as locked, terminated or disabled.
    public let isActive: Bool
    /// Whether every value was read. False when one was left out because it is no text or too long:
    /// what the account lacks then is unknown, and nothing may be concluded from it.
    public let isReadable: Bool
    /// Values in SCIM's vocabulary; `groups`, `managers` and `active` are never among them.
    public let attributes: AttributeValues
    /// The source's word on who the manager is.
    public let manager: ManagerReference

    /// An account whose label has storage of its own: for few of them, or out of a store.
    public init(
        anchor: Anchor, label: String, isActive: Bool, attributes: AttributeValues,
        manager: ManagerReference = .none, isReadable: Bool = true
    ) {
        self.init(
            anchor: anchor, location: Label(label), isActive: isActive, attributes: attributes,
            manager: manager, isReadable: isReadable)
    }

    /// - Parameter location: one of the labels that the accounts of a reading share.
    package init(
        anchor: Anchor, location: Label, isActive: Bool, attributes: AttributeValues,
        manager: ManagerReference, isReadable: Bool
    ) {
        self.anchor = anchor
        self.location = location
        self.isActive = isActive
        self.isReadable = isReadable
        self.attributes = attributes
        self.manager = manager
    }

    /// The text of ``location``.
    public var label: String { location.text }
}

/// What an account says of its manager.
public enum ManagerReference: Sendable, Hashable {
    /// It names nobody.
    case none
    /// Another account of the same reading.
    case account(AccountIndex)
    /// It names somebody whom the reading does not hold; the text is the source's spelling. Few do, and the
    /// text elsewhere leaves each account smaller.
    indirect case dangling(String)
}

/// A position in ``SourceReading/accounts``. **Units:** 0-based.
public typealias AccountIndex = Int32

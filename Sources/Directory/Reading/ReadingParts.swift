/// What a part of a reading is to hold.
public struct WantedPart: Sendable {
    /// Those of them that are there; each by its anchor, whichever it is.
    public var entries = EntrySet()
    /// Whoever is called so, to the letter.
    public var names: Set<String> = []
    /// Whoever names one of these as a manager or a member.
    public var referrers = EntrySet()
    /// Whether also those are wanted who name somebody whom the reading does not hold.
    public var dangling = false

    public init(entries: EntrySet = EntrySet()) { self.entries = entries }
}

/// A complete reading of which parts can be had: where it is kept, not everything need be read.
///
/// A part is a reading of its own: it holds of a group the members that are in it alone, and the managers
/// of those who were wanted, whose own managers it may leave out.
public protocol ReadingParts: Sendable {
    /// - Returns: nil when it would hold so much that the whole is cheaper.
    /// - Complexity: of the part.
    func part(_ wanted: WantedPart) throws -> SourceReading?

    /// Everybody. **Shape:** sorted.
    func anchors(of kind: MemberKind) throws -> [Anchor]

    /// Somebody besides these; nil when there is nobody else.
    func anchor(of kind: MemberKind, besides others: Set<Anchor>) throws -> Anchor?

    /// Calls the body for each direct member of a group, in no order.
    func forEachMember(of group: Anchor, _ body: ReadingParts.Body) throws

    /// Calls the body for everybody, in no order.
    func forEachEntry(_ body: ReadingParts.Body) throws
}

extension ReadingParts {
    /// Gets an entry, and its label as the source spells it.
    public typealias Body = (Anchor, MemberKind, UnsafeBufferPointer<UInt8>) throws -> Void
}

/// What an entry is taken for.
public enum MemberKind: Sendable, Hashable { case account, group }

/// Who is believed for what, when a person has accounts in several sources.
public struct Authority: Sendable, Hashable {
    /// Which sources decide whether a person is active.
    public enum Activity: Sendable, Hashable {
        /// Active in every source that knows the person.
        case all
        /// Active in at least one.
        case any
        /// What this source says; a person it does not know is judged by ``all``.
        case source(SourceID)
    }

    /// The source that decides an attribute; for others the first source, in the order of the
    /// configuration, that has a value.
    ///
    /// What the deciding source leaves empty is empty. A person it does not know is described by the
    /// other sources. Sub-attributes go with their parent: `emails.value` decides all of `emails`.
    public let attributes: [Attribute: SourceID]
    /// The source that decides the manager; nil as above.
    public let manager: SourceID?
    /// Decides ``Person/isActive``.
    public let activity: Activity

    public init(
        attributes: [Attribute: SourceID] = [:], manager: SourceID? = nil, activity: Activity = .all
    ) {
        self.attributes = attributes
        self.manager = manager
        self.activity = activity
    }

    /// What it says, the same for the same. **Shape:** sorted lines.
    var lines: [String] {
        let attributes = attributes.map { "\($0.key.path): \($0.value)" }
        return attributes.sorted() + ["manager: \(manager?.rawValue ?? "")", "active: \(activity)"]
    }
}

import Directory

/// One way in which somebody comes by an entitlement: the rule or exception, and the facts that made
/// it match. The person's own entry is known from the person, so that many people share one value.
public struct Derivation: Sendable, Hashable, Codable {
    /// The rule or exception that grants.
    public let origin: RuleReference
    /// The parts of the condition that matched. **Shape:** in the order of the condition; empty for
    /// an exception.
    public let evidence: [Evidence]
    /// SHA-256 over the canonical form of the rest.
    public let digest: Digest

    /// Computes the digest.
    public init(origin: RuleReference, evidence: [Evidence]) {
        self.origin = origin
        self.evidence = evidence
        digest = Digest(of: CanonicalJSON.bytes(of: Self.canonical(origin, evidence)))
    }

    private static func canonical(_ origin: RuleReference, _ evidence: [Evidence]) -> JSONValue {
        ["evidence": .array(evidence.map(\.json)), "origin": origin.json]
    }
}

/// Which rule or exception, in which wording. Its file, line and title are in the
/// ``MappingRevision``, since lines move without a change of meaning.
public struct RuleReference: Sendable, Hashable, Codable {
    /// Ids are unique within one kind alone.
    public enum Kind: String, Sendable, Hashable, Codable { case rule, exception }

    /// Whether it grants to whoever matches, or to one person for a while.
    public let kind: Kind
    /// As the mapping files spell it.
    public let id: String
    /// SHA-256 over what the rule says, white space and comments apart.
    public let digest: Digest

    public init(kind: Kind, id: String, digest: Digest) {
        self.kind = kind
        self.id = id
        self.digest = digest
    }

    var json: JSONValue {
        ["kind": .string(kind.rawValue), "id": .string(id), "digest": .string(digest.description)]
    }
}

/// A part of a condition that matched, and what it matched on.
public struct Evidence: Sendable, Hashable, Codable {
    /// The part of the condition as the file writes it, for example
    /// `groups.display eq "builder-relations"`.
    public let condition: String
    /// The attribute's path, for example `department`.
    public let attribute: String
    /// The value that matched; nil where a part matched because the value is absent (`not`, `ne`).
    public let value: String?
    /// The source that said so, and how it calls the attribute there; nil for derived facts.
    public let source: SourceID?
    /// For example `departmentNumber`; nil when ``source`` is.
    public let sourceAttribute: String?
    /// For a part about groups: the ways into the group that matched. **Shape:** shortest first;
    /// each from the group that lists the person up to the group that matched.
    public let paths: [[GroupStep]]
    /// Whether there are more ways than ``paths`` lists, or managers between the last two of ``line``.
    public let morePaths: Bool
    /// For a part about `managers`: the line from the person's manager up to the one who matched.
    public let line: [PersonStep]

    public init(
        condition: String, attribute: String, value: String?, source: SourceID? = nil,
        sourceAttribute: String? = nil, paths: [[GroupStep]] = [], morePaths: Bool = false,
        line: [PersonStep] = []
    ) {
        self.condition = condition
        self.attribute = attribute
        self.value = value
        self.source = source
        self.sourceAttribute = sourceAttribute
        self.paths = paths
        self.morePaths = morePaths
        self.line = line
    }

    var json: JSONValue {
        [
            "condition": .string(condition), "attribute": .string(attribute),
            "value": .optional(value), "source": .optional(source?.rawValue),
            "sourceAttribute": .optional(sourceAttribute),
            "paths": .array(paths.map { .array($0.map(\.json)) }),
            "morePaths": .bool(morePaths), "line": .array(line.map(\.json)),
        ]
    }
}

/// A group on the way, as it was called then.
public struct GroupStep: Sendable, Hashable, Codable {
    /// The identity, which outlives the name.
    public let id: GroupID
    /// The name that conditions compare with.
    public let display: String
    /// Its DN or SCIM location.
    public let label: String

    public init(id: GroupID, display: String, label: String) {
        self.id = id
        self.display = display
        self.label = label
    }

    var json: JSONValue {
        ["id": .string(id.rawValue), "display": .string(display), "label": .string(label)]
    }
}

/// A manager on the way, as they were called then.
public struct PersonStep: Sendable, Hashable, Codable {
    /// The identity, which outlives the login.
    public let id: PersonID
    /// The login; the id of who has none.
    public let userName: String

    public init(id: PersonID, userName: String) {
        self.id = id
        self.userName = userName
    }

    var json: JSONValue { ["id": .string(id.rawValue), "userName": .string(userName)] }
}

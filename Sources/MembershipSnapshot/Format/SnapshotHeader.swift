import Directory
import Entitlements

/// The first line of a snapshot: of what it is, how fresh, and who signed it.
public struct SnapshotHeader: Sendable, Hashable {
    /// How many lines of each kind follow.
    public struct Counts: Sendable, Hashable {
        public var roles = 0
        public var groups = 0
        public var people = 0
        public var entitlements = 0

        public init() {}
    }

    /// What this release reads and writes.
    public static let formatVersion: Int64 = 1

    /// Of the entitlements in force.
    public let revision: Revision
    /// When the revision came into force; nil for revision 0.
    public let since: Timestamp?
    /// Up to when each source is known completely. **Shape:** sorted by source.
    public let freshness: [SourceFreshness]
    /// Names the key that signed it.
    public let key: KeyID
    public let counts: Counts

    /// The latest time that it speaks of: when the revision came into force, or a source was read. It is told
    /// by the content and by no clock, so that whoever makes a snapshot of one state makes the same bytes.
    /// nil when there is no such time.
    public var madeAt: Timestamp? {
        (freshness.map(\.completeAsOf) + [since]).compactMap(\.self).max()
    }

    init(of view: OrganizationView, key: KeyID, counts: Counts) {
        revision = view.moment.revision
        since = view.moment.since
        freshness = view.freshness
        self.key = key
        self.counts = counts
    }

    var json: JSONValue {
        [
            "kind": .string(LineKind.header.rawValue),
            "formatVersion": .integer(Self.formatVersion),
            "revision": .integer(revision.rawValue), "since": .optional(since?.description),
            "madeAt": .optional(madeAt?.description), "key": .string(key.rawValue),
            "freshness": .array(
                freshness.map {
                    [
                        "source": .string($0.source.rawValue),
                        "completeAsOf": .optional($0.completeAsOf?.description),
                    ]
                }), "counts": counts.json,
        ]
    }

    /// - Throws: ``SnapshotError/Code/newerFormat`` before anything else is looked at.
    init(_ line: SnapshotLine) throws(SnapshotError) {
        let version = try line.number("formatVersion")
        guard version <= Self.formatVersion else {
            throw SnapshotError(.newerFormat, "version \(version)")
        }
        revision = Revision(try line.number("revision"))
        since = try line.time("since")
        key = KeyID(try line.text("key"))
        counts = try Counts(try line.line("counts"))
        var freshness: [SourceFreshness] = []
        for source in try line.lines("freshness") {
            freshness.append(
                SourceFreshness(
                    source: SourceID(try source.text("source")),
                    completeAsOf: try source.time("completeAsOf")))
        }
        self.freshness = freshness
    }
}

extension SnapshotHeader.Counts {
    var json: JSONValue {
        [
            "roles": .number(roles), "groups": .number(groups), "people": .number(people),
            "entitlements": .number(entitlements),
        ]
    }

    init(_ line: SnapshotLine) throws(SnapshotError) {
        roles = try line.count("roles")
        groups = try line.count("groups")
        people = try line.count("people")
        entitlements = try line.count("entitlements")
    }
}

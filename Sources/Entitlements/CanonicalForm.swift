import Directory

/// Names changes and change sets by the SHA-256 of their canonical form: what is approved is these
/// bytes, and what is applied is compared with them.
///
/// The form is canonical JSON (``CanonicalJSON``) written element by element into one buffer, so that
/// a first run of a large organisation need not build a hundred thousand documents.
public struct CanonicalForm {
    private var writer = JSONWriter(indentation: nil)

    /// One for many changes, whose memory is used again.
    public init() {}

    /// The name of a change.
    public mutating func id(of change: Change) -> ChangeID {
        writer.removeAll()
        writer.write(change)
        return ChangeID(Digest(of: writer.bytes))
    }

    /// The name of a change set: over the names of its changes, in order, and its guard findings.
    public mutating func digest(of items: [ChangeSet.Item], guards: [GuardFinding]) -> Digest {
        var stream = DigestStream()
        writer.removeAll()
        writer.write(raw: "{\"changes\":[")
        for (position, item) in items.enumerated() {
            if position > 0 { writer.write(raw: ",") }
            writer.write(digest: item.id.digest)
            if writer.bytes.count > Self.mostBuffered {
                stream.add(writer.bytes)
                writer.removeAll()
            }
        }
        writer.write(raw: "],\"guards\":")
        for (position, finding) in guards.enumerated() {
            writer.write(raw: position > 0 ? "," : "[")
            writer.write(finding)
        }
        writer.write(raw: guards.isEmpty ? "[]}" : "]}")
        stream.add(writer.bytes)
        return stream.digest
    }

    /// **Units:** bytes.
    private static let mostBuffered = 64 << 10
}

extension ChangeSet {
    /// Computes the digest.
    /// - Parameters:
    ///   - items: sorted by entitlement, each under its own name.
    ///   - guards: in any order.
    public init(items: [Item], guards: [GuardFinding]) {
        let sorted = guards.sorted()
        var form = CanonicalForm()
        self.init(
            digest: form.digest(of: items, guards: sorted), items: items, guards: sorted)
    }

    /// Whether every name in it, and its own, is that of what it names: false when anything was
    /// changed since it was made.
    /// - Complexity: hashes the whole set.
    public var isIntact: Bool {
        var form = CanonicalForm()
        return items.allSatisfy { form.id(of: $0.change) == $0.id }
            && form.digest(of: items, guards: guards) == digest
    }
}

extension JSONWriter {
    /// Keys stand in sorted order here, as the canonical form wants them.
    fileprivate mutating func write(_ change: Change) {
        write(raw: change.action == .grant ? "{\"action\":\"grant\"" : "{\"action\":\"revoke\"")
        write(raw: ",\"derivations\":[")
        for (position, digest) in change.derivations.enumerated() {
            if position > 0 { write(raw: ",") }
            write(digest: digest)
        }
        write(raw: "],\"entitlement\":{\"person\":")
        write(id: change.entitlement.person)
        write(raw: ",\"role\":")
        write(text: change.entitlement.role.rawValue)
        write(raw: ",\"scope\":")
        write(text: change.entitlement.scope.description)
        write(raw: "},\"lifeCycle\":")
        write(text: change.lifeCycle.rawValue)
        write(raw: ",\"preconditions\":{\"heldSince\":")
        write(change.preconditions.heldSince.map { .integer($0.rawValue) } ?? .null)
        write(raw: ",\"personIsActive\":")
        write(.bool(change.preconditions.personIsActive))
        write(raw: "},\"reason\":{\"cause\":")
        write(text: change.reason.cause.rawValue)
        write(raw: ",\"rules\":")
        write(.strings(change.reason.rules))
        write(raw: ",\"summary\":")
        write(text: change.reason.summary)
        write(raw: "},\"tier\":")
        write(text: change.tier.rawValue)
        write(raw: "}")
    }

    fileprivate mutating func write(_ finding: GuardFinding) {
        write(raw: "{\"changes\":[")
        for (position, change) in finding.changes.enumerated() {
            if position > 0 { write(raw: ",") }
            write(digest: change.digest)
        }
        write(raw: "],\"kind\":")
        write(text: finding.kind.rawValue)
        write(raw: ",\"limit\":")
        write(.number(finding.limit))
        write(raw: ",\"measured\":")
        write(.number(finding.measured))
        write(raw: ",\"subject\":")
        write(text: finding.subject.description)
        write(raw: ",\"summary\":")
        write(text: finding.summary)
        write(raw: ",\"total\":")
        write(.number(finding.total))
        write(raw: ",\"unit\":")
        write(text: finding.unit.rawValue)
        write(raw: "}")
    }
}

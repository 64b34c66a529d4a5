import Directory

/// Names changes and change sets by the SHA-256 of their canonical form: what is approved is these
/// bytes, and what is applied is compared with them.
///
/// The form is canonical JSON (``CanonicalJSON``) written element by element into one buffer, so that
/// a first run of a large organisation need not build a hundred thousand documents.
public struct CanonicalForm {
    private var writer = JSONWriter(indentation: nil)
    /// Of the change before: the next one has often the same.
    private var frame: Frame?

    /// What stands before and behind the entitlement in the form of a change.
    private struct Frame {
        let grounds: ChangeGrounds
        let head: [UInt8]
        let tail: [UInt8]
    }

    /// One for many changes, whose memory is used again.
    public init() {}

    /// The name of a change.
    public mutating func id(of change: Change) -> ChangeID {
        let frame = frame(of: change.grounds)
        writer.removeAll()
        writer.write(raw: frame.head)
        writer.write(change.entitlement)
        writer.write(raw: frame.tail)
        return ChangeID(Digest(of: writer.bytes))
    }

    private mutating func frame(of grounds: ChangeGrounds) -> Frame {
        if let frame, frame.grounds === grounds { return frame }
        writer.removeAll()
        writer.writeHead(grounds)
        let head = writer.bytes
        writer.removeAll()
        writer.writeTail(grounds)
        let made = Frame(grounds: grounds, head: head, tail: writer.bytes)
        frame = made
        return made
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
    fileprivate mutating func writeHead(_ grounds: ChangeGrounds) {
        write(raw: grounds.action == .grant ? "{\"action\":\"grant\"" : "{\"action\":\"revoke\"")
        write(raw: ",\"derivations\":[")
        for (position, digest) in grounds.derivations.enumerated() {
            if position > 0 { write(raw: ",") }
            write(digest: digest)
        }
        write(raw: "],\"entitlement\":")
    }

    fileprivate mutating func write(_ entitlement: EntitlementKey) {
        write(raw: "{\"person\":")
        write(id: entitlement.person)
        write(raw: ",\"role\":")
        write(id: entitlement.role)
        write(raw: ",\"scope\":")
        write(text: entitlement.scope.description)
        write(raw: "}")
    }

    fileprivate mutating func writeTail(_ grounds: ChangeGrounds) {
        write(raw: ",\"lifeCycle\":")
        write(text: grounds.lifeCycle.rawValue)
        write(raw: ",\"preconditions\":{\"heldSince\":")
        write(grounds.preconditions.heldSince.map { .integer($0.rawValue) } ?? .null)
        write(raw: ",\"personIsActive\":")
        write(.bool(grounds.preconditions.personIsActive))
        write(raw: "},\"reason\":{\"cause\":")
        write(text: grounds.reason.cause.rawValue)
        write(raw: ",\"rules\":")
        write(.strings(grounds.reason.rules))
        write(raw: ",\"summary\":")
        write(text: grounds.reason.summary)
        write(raw: "},\"tier\":")
        write(text: grounds.tier.rawValue)
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

import Directory

/// Reads Group resources.
/// - SeeAlso: RFC 7643 §4.2
struct GroupReader: Sendable {
    private enum Member: Sendable {
        case id, displayName, members, meta
    }

    private enum MemberPart: Sendable {
        case value, reference, type
    }

    private enum MetaPart: Sendable {
        case lastModified
    }

    private var names = NameTable<Member>([
        ("id", .id), ("displayName", .displayName), ("members", .members), ("meta", .meta),
    ])
    private var memberNames = NameTable<MemberPart>([
        ("value", .value), ("$ref", .reference), ("type", .type),
    ])
    private var metaNames = NameTable<MetaPart>([("lastModified", .lastModified)])
    private var resource = OpenResource()
    private var display: String?
    private var hasMembers = false

    mutating func read(
        _ group: JSONValue, isMended: Bool, _ arrival: SCIMReadingBuilder.Arrival,
        of query: SCIMReadingBuilder.Query, into builder: inout SCIMReadingBuilder
    ) {
        resource.begin("Groups", isMended: isMended)
        let hasID = resource.readID(of: group, to: &builder)
        (display, hasMembers) = (nil, false)
        var ids = 0
        var meta: JSONValue?
        let first = builder.members.count
        for value in group.children {
            guard let match = names.match(value.name) else { continue }
            report(match.oddity, names.name(of: match), to: &builder)
            switch match.meaning {
            case .id: ids += 1
            case .meta: meta = value
            case .displayName: takeDisplay(value, to: &builder)
            case .members: takeMembers(value, to: &builder)
            }
        }
        guard hasID, ids == 1 else {
            builder.removeMembers(from: first)
            return builder.leaveOut(from: query, at: resource.labelText)
        }
        report(meta == nil ? .noMeta : nil, "", to: &builder)
        if !resource.isReadable { builder.markIncomplete(.unreadableGroup) }
        let label = resource.labelText
        let anchor = resource.withID { Anchor(exactly: $0) }
        builder.note(meta.flatMap { lastModified($0) }, ofGroup: anchor)
        builder.add(
            GroupDraft(
                anchor: anchor, label: label,
                display: display, members: first..<builder.members.count), arrival)
    }

    private mutating func lastModified(_ meta: JSONValue) -> Timestamp? {
        for part in meta.children where metaNames.match(part.name) != nil {
            return part.string.flatMap { Timestamp($0) }
        }
        return nil
    }

    private mutating func takeDisplay(_ value: JSONValue, to builder: inout SCIMReadingBuilder) {
        guard !value.isNull else { return }
        guard display == nil else {
            return resource.leaveOut(.repeatedAttribute, of: "displayName", to: &builder)
        }
        guard let text = value.string ?? value.bareText else {
            return resource.leaveOut(.unexpectedType, of: "displayName", to: &builder)
        }
        report(value.string == nil ? .valueAsText : nil, "displayName", to: &builder)
        if let fault = text.withBytes({ resource.fault(in: $0) }) {
            resource.leaveOut(fault, of: "displayName", to: &builder)
        } else if !text.isEmpty {
            display = text
        }
    }

    private mutating func takeMembers(_ value: JSONValue, to builder: inout SCIMReadingBuilder) {
        guard !value.isNull else { return }
        guard !hasMembers else {
            return resource.leaveOut(.repeatedAttribute, of: "members", to: &builder)
        }
        hasMembers = true
        if value.isArray {
            for member in value.children { takeMember(member, to: &builder) }
        } else if value.isObject {
            report(.singleElement, "members", to: &builder)
            takeMember(value, to: &builder)
        } else {
            resource.leaveOut(.unexpectedType, of: "members", to: &builder)
        }
    }

    private mutating func takeMember(_ member: JSONValue, to builder: inout SCIMReadingBuilder) {
        var (value, reference): (JSONValue?, JSONValue?)
        var type = MemberType.unstated
        if member.isObject {
            for part in member.children where !part.isNull {
                guard let match = memberNames.match(part.name) else { continue }
                report(match.oddity, "members.\(memberNames.name(of: match))", to: &builder)
                switch match.meaning {
                case .value where value == nil: value = part
                case .value: resource.leaveOut(.repeatedAttribute, of: "members", to: &builder)
                case .reference: reference = part
                case .type: type = MemberType(name: part.text)
                }
            }
        } else if !member.isNull {
            report(.bareElement, "members", to: &builder)
            value = member
        }
        var target: ResourceReference?
        if value == nil || type == .unstated {
            target = reference?.text.map { ResourceReference($0) }
        }
        if type == .unstated, let target { type = target.type }
        add(value, target, type, to: &builder)
    }

    private mutating func add(
        _ value: JSONValue?, _ target: ResourceReference?, _ type: MemberType,
        to builder: inout SCIMReadingBuilder
    ) {
        if let text = value?.text, !text.isEmpty {
            addMember(text, type, to: &builder)
        } else if let digits = value?.digits {
            report(.numericID, "members", to: &builder)
            digits.withBytes { addMember($0, type, to: &builder) }
        } else if let id = target?.id, !id.isEmpty {
            report(.idInReference, "members", to: &builder)
            addMember(id, type, to: &builder)
        } else {
            // Somebody is a member, and nobody knows who.
            builder.report(.invalidMember, at: resource.labelText)
            "".withBytes { addMember($0, .other, to: &builder) }
        }
    }

    private func addMember(
        _ id: UnsafeBufferPointer<UInt8>, _ type: MemberType, to builder: inout SCIMReadingBuilder
    ) {
        if let fault = resource.fault(in: id) {
            builder.report(fault, of: "members", at: resource.labelText)
            "".withBytes { addMember($0, .other, to: &builder) }
        } else {
            builder.addMember(.init(reference: builder.reference(to: id), type: type))
        }
    }

    private func report(
        _ oddity: SCIMFinding?, _ name: @autoclosure () -> String,
        to builder: inout SCIMReadingBuilder
    ) {
        if let oddity { builder.report(oddity, of: name(), at: resource.labelText) }
    }
}

extension MemberType {
    /// - Parameter name: the member's `type`, in any case; nil when it is no text.
    fileprivate init(name: UnsafeBufferPointer<UInt8>?) {
        guard let name, !name.isEmpty else {
            self = .unstated
            return
        }
        self = name.spells("user") ? .user : name.spells("group") ? .group : .other
    }
}

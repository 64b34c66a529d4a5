import Directory

/// What an answer says of one entry: which of its attributes are different, and the members.
struct DirSyncMention {
    /// A DN; empty when the reader may not know it.
    private(set) var name = ""
    /// Whether it is among the deleted.
    private(set) var isDeleted = false
    /// Whether everything of it came, as of an entry that was not there before.
    private(set) var isNew = false
    /// Whether it has another name than before, or stands elsewhere.
    private(set) var isRenamed = false
    /// Who came and who went.
    private(set) var members = MembershipChange()
    /// Whether something came besides members, or members without their anchors.
    private var hasMore = false

    /// How the name of a deleted entry began before: the controller keeps its first part, or the
    /// beginning of that. Empty when the reader may not know it.
    var formerName: String {
        name.firstRange(of: #"\0ADEL:"#).map { String(name[..<$0.lowerBound]) } ?? ""
    }

    /// Whether it is a group that has other members, and nothing else of it is different.
    var isOfMembersAlone: Bool { members != MembershipChange() && !hasMore }

    /// Takes what a further part of the answer says of the same entry.
    mutating func add(_ other: DirSyncMention) {
        name = other.name
        isDeleted = other.isDeleted
        isNew = isNew || other.isNew
        isRenamed = isRenamed || other.isRenamed
        hasMore = hasMore || other.hasMore
        // The later part is the truer one.
        for anchor in other.members.added.keys { members.removed[anchor] = nil }
        for anchor in other.members.removed.keys { members.added[anchor] = nil }
        members.added.merge(other.members.added) { $1 }
        members.removed.merge(other.members.removed) { $1 }
    }

    mutating func take(name: ExtendedName) { self.name = name.name }

    /// - Parameter members: the attributes that list members.
    mutating func take(
        _ description: UnsafeBufferPointer<UInt8>, _ values: EntryValues, members: [String]
    ) {
        let name = String(decoding: description, as: UTF8.self).lowercased()
        switch name {
        case "objectguid", "instancetype", "parentguid": return
        case "isdeleted": isDeleted = values.contains { $0.elementsEqual("TRUE".utf8) }
        case "objectclass": isNew = true
        case "name": isRenamed = true
        default:
            let parts = name.split(separator: ";", maxSplits: 1)
            guard parts.count == 2, members.contains(String(parts[0])) else { break }
            switch parts[1] {
            case "range=1-1": return take(values, into: \.added)
            case "range=0-0": return take(values, into: \.removed)
            default: break
            }
        }
        hasMore = true
    }

    private mutating func take(
        _ values: EntryValues, into list: WritableKeyPath<MembershipChange, [Anchor: String]>
    ) {
        for value in values {
            let member = ExtendedName(value)
            guard let anchor = member.anchor else {
                hasMore = true
                return
            }
            members[keyPath: list][anchor] = member.name
        }
    }
}

/// A name with what it never loses in front: `<GUID=…>;<SID=…>;CN=…`.
/// - SeeAlso: MS-ADTS §3.1.1.3.4.1.5
struct ExtendedName {
    /// Nil when the name came without.
    let anchor: Anchor?
    let name: String

    init(_ value: UnsafeBufferPointer<UInt8>) {
        var rest = String(decoding: value, as: UTF8.self)[...]
        var anchor: Anchor?
        while rest.hasPrefix("<"), let end = rest.firstRange(of: ">;") {
            if rest.hasPrefix("<GUID=") {
                let text = rest[..<end.lowerBound].dropFirst("<GUID=".count)
                if text.utf8.count == 36 { anchor = Anchor(rawValue: text.lowercased()) }
            }
            rest = rest[end.upperBound...]
        }
        self.anchor = anchor
        name = String(rest)
    }
}

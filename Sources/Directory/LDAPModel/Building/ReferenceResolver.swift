/// Finds the entries that members and managers name, once all entries are known: first by the very
/// spelling of the DN, then by its normal form.
struct ReferenceResolver {
    /// Whom a spelling names, by positions in the drafts.
    enum Resolution {
        case account(Int32)
        case group(Int32)
        /// Nobody whom the reading holds.
        case unknown
        /// The empty DN that stands where a class demands a member.
        case placeholder
        /// Several entries; nobody is guessed.
        case ambiguous
        case invalid
    }

    private let accounts: [AccountDraft]
    private let groups: [GroupDraft]
    private let accountsBySpelling: HashIndex
    private var groupsBySpelling: HashIndex
    /// Accounts, then groups, by their names' keys; made when a spelling is met that is nobody's.
    private lazy var entriesByKey = makeKeyIndex()
    private let accountsByUserName: UserNameIndex

    init(
        accounts: [AccountDraft], groups: [GroupDraft], accountsBySpelling: HashIndex,
        accountsByUserName: UserNameIndex
    ) {
        self.accounts = accounts
        self.groups = groups
        self.accountsBySpelling = accountsBySpelling
        self.accountsByUserName = accountsByUserName
        groupsBySpelling = HashIndex(capacity: groups.count)
        for (index, group) in groups.enumerated() {
            groupsBySpelling.insert(Int32(index), hash: group.label.spellingHash)
        }
    }

    mutating func resolve(
        _ spelling: UnsafeBufferPointer<UInt8>, _ syntax: EntryReferences.Syntax
    ) -> Resolution {
        switch syntax {
        case .unusable: .unknown
        case .manager, .member(.distinguishedName): name(spelling)
        case .member(.nameAndOptionalUID): name(Self.withoutUID(spelling))
        case .member(.userName):
            accountsByUserName.resolve(String(decoding: spelling, as: UTF8.self), in: accounts)
        }
    }

    private mutating func name(_ spelling: UnsafeBufferPointer<UInt8>) -> Resolution {
        let hash = spelling.spellingHash
        let (accounts, groups) = (accounts, groups)
        if let account = accountsBySpelling.first(
            hash: hash, where: { accounts[Int($0)].label.isSpelled(spelling) })
        {
            return .account(account)
        }
        if let group = groupsBySpelling.first(
            hash: hash, where: { groups[Int($0)].label.isSpelled(spelling) })
        {
            return .group(group)
        }
        guard let key = try? DistinguishedName.Key(bytes: spelling) else { return .invalid }
        return key.isEmpty ? .placeholder : entry(key)
    }

    private mutating func entry(_ key: DistinguishedName.Key) -> Resolution {
        let (accounts, groups) = (accounts, groups)
        func anchor(of position: Int32) -> Anchor {
            let index = Int(position)
            return index < accounts.count
                ? accounts[index].anchor : groups[index - accounts.count].anchor
        }
        var first: Int32?
        let other = entriesByKey.first(hash: key.hashValue) { position in
            let index = Int(position)
            let label =
                index < accounts.count
                ? accounts[index].label : groups[index - accounts.count].label
            guard Self.key(of: label) == key else { return false }
            guard let known = first else {
                first = position
                return false
            }
            // A person and a group may be one entry; two people or two groups are not.
            return anchor(of: known) != anchor(of: position)
        }
        guard let first else { return .unknown }
        if other != nil { return .ambiguous }
        let limit = Int32(accounts.count)
        return first < limit ? .account(first) : .group(first - limit)
    }

    private func makeKeyIndex() -> HashIndex {
        var index = HashIndex(capacity: accounts.count + groups.count)
        let labels = [accounts.map(\.label), groups.map(\.label)].joined()
        for (position, label) in labels.enumerated() {
            if let key = Self.key(of: label) { index.insert(Int32(position), hash: key.hashValue) }
        }
        return index
    }

    private static func key(of label: String) -> DistinguishedName.Key? {
        var label = label
        return label.withUTF8 { try? DistinguishedName.Key(bytes: $0) }
    }

    /// Without `#'0101'B`.
    /// - SeeAlso: RFC 4517 §3.3.2
    private static func withoutUID(
        _ value: UnsafeBufferPointer<UInt8>
    ) -> UnsafeBufferPointer<UInt8> {
        guard let mark = value.lastIndex(of: UInt8(ascii: "#")),
            value[(mark + 1)...].starts(with: "'".utf8), value.suffix(2).elementsEqual("'B".utf8),
            value.count - mark >= 4,
            value[(mark + 2)..<(value.count - 2)].allSatisfy({ $0 == 0x30 || $0 == 0x31 })
        else { return value }
        return UnsafeBufferPointer(rebasing: value[..<mark])
    }
}

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
        /// No name at all: who is meant cannot be known.
        case invalid
        /// The same of a value that was left out, with a finding of its own.
        case unreadable

        /// What is odd about it.
        var finding: EntryFinding? {
            switch self {
            case .invalid: .invalidMember
            case .ambiguous: .ambiguousMember
            default: nil
            }
        }
    }

    private let accounts: [AccountDraft]
    private let labels: TextTable
    private let groups: [GroupDraft]
    private let accountsBySpelling: HashIndex
    private let groupsBySpelling: HashIndex
    /// Accounts, then groups, by their names' keys; made when a spelling is met that is nobody's.
    private lazy var entriesByKey = makeKeyIndex()
    private let accountsByUserName: UserNameIndex

    /// - Parameter labels: those of `accounts`, by position.
    init(
        accounts: [AccountDraft], labels: TextTable, groups: [GroupDraft],
        accountsBySpelling: HashIndex, accountsByUserName: UserNameIndex
    ) {
        self.accounts = accounts
        self.labels = labels
        self.groups = groups
        self.accountsBySpelling = accountsBySpelling
        self.accountsByUserName = accountsByUserName
        var bySpelling = HashIndex(capacity: groups.count)
        for (index, group) in groups.enumerated() {
            bySpelling.insert(Int32(index), hash: group.label.spellingHash)
        }
        groupsBySpelling = bySpelling
    }

    /// Whom the spelling names, as the syntax reads it.
    /// - Complexity: O(1) for a spelling that an entry has; the first other one makes an index of
    ///   all names
    mutating func resolve(
        _ spelling: UnsafeBufferPointer<UInt8>, _ syntax: EntryReferences.Syntax
    ) -> Resolution {
        switch syntax {
        case .unusable: .unreadable
        case .manager, .member(.distinguishedName): name(spelling)
        case .member(.nameAndOptionalUID): name(Self.withoutUID(spelling))
        case .member(.userName): account(named: spelling)
        }
    }

    private func account(named login: UnsafeBufferPointer<UInt8>) -> Resolution {
        switch accountsByUserName.match(login, in: accounts) {
        case .nobody: login.isUTF8 ? .unknown : .invalid
        case .account(let position): .account(position)
        case .several: .ambiguous
        }
    }

    private mutating func name(_ spelling: UnsafeBufferPointer<UInt8>) -> Resolution {
        let hash = spelling.spellingHash
        let account = accountsBySpelling.first(hash: hash) { position in
            labels.withText(at: position) { $0.isEqual(spelling) }
        }
        if let account { return .account(account) }
        let group = groupsBySpelling.first(hash: hash) {
            groups[Int($0)].label.isSpelled(spelling)
        }
        if let group { return .group(group) }
        guard spelling.isUTF8, let key = try? DistinguishedName.Key(bytes: spelling) else {
            return .invalid
        }
        return key.isEmpty ? .placeholder : entry(key)
    }

    private mutating func entry(_ key: DistinguishedName.Key) -> Resolution {
        let entriesByKey = entriesByKey
        var first: Int32?
        let other = entriesByKey.first(hash: key.hashValue) { position in
            guard self.key(at: position) == key else { return false }
            guard let known = first else {
                first = position
                return false
            }
            // A person and a group may be one entry; two people or two groups are not.
            return anchor(at: known) != anchor(at: position)
        }
        guard let first else { return .unknown }
        if other != nil { return .ambiguous }
        let limit = Int32(accounts.count)
        return first < limit ? .account(first) : .group(first - limit)
    }

    private func makeKeyIndex() -> HashIndex {
        let count = accounts.count + groups.count
        var index = HashIndex(capacity: count)
        for position in 0..<Int32(count) {
            if let key = key(at: position) { index.insert(position, hash: key.hashValue) }
        }
        return index
    }

    private func anchor(at position: Int32) -> Anchor {
        let index = Int(position)
        return index < accounts.count
            ? accounts[index].anchor : groups[index - accounts.count].anchor
    }

    private func key(at position: Int32) -> DistinguishedName.Key? {
        if Int(position) < accounts.count {
            return labels.withText(at: position) { try? DistinguishedName.Key(bytes: $0) }
        }
        var label = groups[Int(position) - accounts.count].label
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

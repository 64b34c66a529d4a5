/// Accounts by login, letters compared without case.
package struct UserNameIndex {
    /// Whom a login names.
    package enum Match: Sendable {
        case nobody
        /// **Units:** a position in the accounts.
        case account(Int32)
        case several
    }

    private let index: HashIndex
    /// The accounts whose login is another account's too. **Shape:** ascending, unique.
    package let shared: [Int32]

    /// - Complexity: O(accounts)
    package init(_ accounts: [AccountDraft]) {
        var index = HashIndex(capacity: accounts.count)
        var shared: Set<Int32> = []
        for position in accounts.indices where accounts[position].hasUserName {
            let hash = Int(accounts[position].userNameHash)
            let other = index.first(hash: hash) { other in
                Self.isOther(accounts[Int(other)], ofOneNameWith: accounts[position])
            }
            if let other { shared.formUnion([other, Int32(position)]) }
            index.insert(Int32(position), hash: hash)
        }
        self.index = index
        self.shared = shared.sorted()
    }

    /// - Parameters:
    ///   - name: UTF-8.
    ///   - accounts: those that the index was made of.
    package func match(
        _ name: UnsafeBufferPointer<UInt8>, in accounts: [AccountDraft]
    ) -> Match {
        let name = FoldedName(name)
        guard let found = Self.first(named: name, in: accounts, index, where: { _ in true })
        else { return .nobody }
        let anchor = accounts[Int(found)].anchor
        let other = Self.first(named: name, in: accounts, index) {
            accounts[$0].anchor != anchor
        }
        return other == nil ? .account(found) : .several
    }

    private static func first(
        named name: FoldedName, in accounts: [AccountDraft], _ index: HashIndex,
        where isWanted: (Int) -> Bool
    ) -> Int32? {
        index.first(hash: Int(name.hash)) { position in
            isWanted(Int(position))
                && accounts[Int(position)].attributes.anyValue(of: .userName) { value, _ in
                    FoldedName(value) == name
                }
        }
    }

    private static func isOther(
        _ one: AccountDraft, ofOneNameWith other: AccountDraft
    ) -> Bool {
        one.anchor != other.anchor
            && one.attributes.anyValue(of: .userName) { name, _ in
                other.attributes.anyValue(of: .userName) { value, _ in
                    FoldedName(value) == FoldedName(name)
                }
            }
    }
}

/// A login as it compares: plain letters where they are, everything else in its normal form.
struct FoldedName {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// Of a login that is not plain ASCII.
    private let normal: String?
    /// The same for all that are equal; never 0.
    let hash: UInt32

    /// - Parameter bytes: valid as long as the name is used.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        let isPlain = bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let whole: Int
        if isPlain {
            normal = nil
            whole = bytes.foldedHash
        } else {
            let text = NormalForm.value(String(decoding: bytes, as: UTF8.self), caseExact: false)
            normal = text
            // What only folds to plain ASCII must be found by it.
            whole = text.utf8.allSatisfy { $0 < 0x80 } ? text.foldedHash : text.hashValue
        }
        hash = max(1, UInt32(truncatingIfNeeded: whole))
    }

    static func == (left: FoldedName, right: FoldedName) -> Bool {
        switch (left.normal, right.normal) {
        case (nil, nil): left.bytes.isEqualFolded(right.bytes)
        case (let one?, let other?): one == other
        case (let one?, nil): one.utf8.elementsEqual(right.bytes.lazy.map(\.lowered))
        case (nil, let other?): other.utf8.elementsEqual(left.bytes.lazy.map(\.lowered))
        }
    }
}

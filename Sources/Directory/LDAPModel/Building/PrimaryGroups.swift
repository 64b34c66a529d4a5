/// Who has which group as the primary one, while a source is being read: a membership that stands in
/// the person's entry alone.
struct PrimaryGroups: Sendable {
    /// Positions of accounts.
    private var accounts: [SecurityIdentifier: [Int32]] = [:]
    private var identifiers: [Int32: SecurityIdentifier] = [:]

    mutating func add(account: Int32, in group: SecurityIdentifier) {
        accounts[group, default: []].append(account)
    }

    /// - Parameter identifier: nil where the schema has none, or the group does not show it.
    mutating func add(group: Int32, identifier: SecurityIdentifier?) {
        if let identifier { identifiers[group] = identifier }
    }

    /// The groups that somebody has, of which no entry has come.
    var absent: [[UInt8]] {
        let known = Set(identifiers.values)
        return accounts.keys.filter { !known.contains($0) }.map(\.bytes)
            .sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Those whose primary group it is, as positions, in the order in which they came.
    func accounts(of group: Int32) -> [Int32] {
        identifiers[group].flatMap { accounts[$0] } ?? []
    }
}

/// What Active Directory knows people and groups by: those of one domain differ in the last number.
/// - SeeAlso: MS-DTYP §2.4.2.2
struct SecurityIdentifier: Sendable, Hashable {
    let bytes: [UInt8]

    /// nil when the bytes are no identifier of somebody in a domain.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 12, bytes[0] == 1, bytes.count == 8 + 4 * Int(bytes[1]) else {
            return nil
        }
        self.bytes = Array(bytes)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The one of the same domain with another last number.
    func sibling(_ number: UInt32) -> SecurityIdentifier {
        withUnsafeBytes(of: number.littleEndian) {
            SecurityIdentifier(bytes: bytes.dropLast(4) + $0)
        }
    }
}

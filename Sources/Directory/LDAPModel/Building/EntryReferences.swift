/// Who is a member of what, and who manages whom, while a source is being read.
///
/// A reference is a position in the builder's accounts, or the complement of a position in the
/// spellings of those who were not known when they were named.
struct EntryReferences: Sendable {
    /// What is wanted of a spelling.
    enum Syntax: Sendable {
        case member(LDAPSchema.MemberAttribute.Syntax)
        case manager
        /// Names nobody, and is kept to be shown.
        case unusable
    }

    private struct Spelling: Sendable {
        let offset: Int
        let length: Int
        let syntax: Syntax
    }

    private var bytes: [UInt8] = []
    private var spellings: [Spelling] = []

    /// Keeps a spelling until everybody is known.
    /// - Returns: the reference, below zero.
    mutating func add(_ spelling: some Collection<UInt8>, _ syntax: Syntax) -> Int32 {
        spellings.append(
            Spelling(offset: bytes.count, length: spelling.count, syntax: syntax))
        bytes.append(contentsOf: spelling)
        return ~Int32(spellings.count - 1)
    }

    /// Shows a spelling that was kept, and what was wanted of it.
    /// - Parameter reference: below zero, from ``add(_:_:)``.
    func withSpelling<Result>(
        of reference: Int32, _ body: (UnsafeBufferPointer<UInt8>, Syntax) -> Result
    ) -> Result {
        let spelling = spellings[Int(~reference)]
        return bytes.withUnsafeBufferPointer {
            body(
                .init(rebasing: $0[spelling.offset..<spelling.offset + spelling.length]),
                spelling.syntax)
        }
    }
}

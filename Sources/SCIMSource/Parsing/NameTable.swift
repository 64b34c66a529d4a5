import Directory

/// What the names of attributes mean, letters compared without case.
///
/// Each spelling is folded once and then known by its bytes, because a page holds the same few names
/// thousands of times.
struct NameTable<Meaning: Sendable>: Sendable {
    /// A name that was found.
    struct Match: Sendable {
        let meaning: Meaning
        /// See ``NameTable/name(of:)``.
        fileprivate let number: Int32
        /// What is odd about the way it was named.
        let oddity: SCIMFinding?
    }

    /// **Units:** spellings that are remembered, and bytes of one: a source that invents names must
    /// not fill the memory.
    private static var limits: (spellings: Int, bytes: Int) { (1024, 256) }

    /// As the schema spells them.
    private var names: [String] = []
    private var byFoldedName: [[UInt8]: Match] = [:]
    private var spellings = DistinctTexts()
    /// Of ``spellings``, by number.
    private var matches: [Match?] = []
    /// For each spelling the one that came after it, because the next resource has the same order.
    private var followers: [Int32] = []
    private var latest = 0

    /// - Parameter names: as the schema spells them.
    init(_ names: [(name: String, meaning: Meaning)] = []) {
        for (name, meaning) in names { add(name, meaning) }
    }

    /// - Parameter oddity: what is odd about an attribute under this name.
    mutating func add(_ name: String, _ meaning: Meaning, oddity: SCIMFinding? = nil) {
        byFoldedName[name.utf8.map(\.lowered)] = Match(
            meaning: meaning, number: Int32(names.count), oddity: oddity)
        names.append(name)
    }

    /// - Returns: nil for a name that means nothing here.
    mutating func match(_ spelling: UnsafeBufferPointer<UInt8>) -> Match? {
        if latest < followers.count {
            let guess = followers[latest]
            if spellings.texts.isText(spelling, at: guess) {
                latest = Int(guess)
                return matches[latest]
            }
        }
        guard spelling.count <= Self.limits.bytes else { return nil }
        let number = spellings.number(of: spelling)
        if latest < followers.count { followers[latest] = number }
        latest = Int(number)
        if latest < matches.count { return matches[latest] }
        let match = fold(spelling)
        matches.append(match)
        followers.append(number)
        if matches.count == Self.limits.spellings { forget() }
        return match
    }

    private mutating func forget() {
        (matches, followers, latest) = ([], [], 0)
        spellings = DistinctTexts()
    }

    /// As the schema spells it.
    func name(of match: Match) -> String { names[Int(match.number)] }

    private func fold(_ spelling: UnsafeBufferPointer<UInt8>) -> Match? {
        guard let match = byFoldedName[spelling.map(\.lowered)] else { return nil }
        let isExact = name(of: match).utf8.elementsEqual(spelling)
        guard match.oddity == nil, !isExact else { return match }
        return Match(meaning: match.meaning, number: match.number, oddity: .attributeCase)
    }
}

import Directory

/// What the names of attributes mean, letters compared without case.
///
/// Each spelling is folded once and then known by its bytes, because a page holds the same few names
/// thousands of times.
struct NameTable<Meaning: Sendable>: Sendable {
    /// A name that was found.
    struct Match: Sendable {
        let meaning: Meaning
        /// As the schema spells it.
        let name: String
        /// What is odd about the way it was named.
        let oddity: SCIMFinding?
    }

    /// **Units:** spellings that are remembered, and bytes of one: a source that invents names must
    /// not fill the memory.
    private static var limits: (spellings: Int, bytes: Int) { (1024, 256) }

    private var byFoldedName: [[UInt8]: Match] = [:]
    private var spellings = DistinctTexts()
    /// Of ``spellings``, by number.
    private var matches: [Match?] = []

    /// - Parameter names: as the schema spells them.
    init(_ names: [(name: String, meaning: Meaning)] = []) {
        for (name, meaning) in names { add(name, meaning) }
    }

    /// - Parameter oddity: what is odd about an attribute under this name.
    mutating func add(_ name: String, _ meaning: Meaning, oddity: SCIMFinding? = nil) {
        byFoldedName[name.utf8.map(\.lowered)] = Match(
            meaning: meaning, name: name, oddity: oddity)
    }

    /// - Returns: nil for a name that means nothing here.
    mutating func match(_ spelling: UnsafeBufferPointer<UInt8>) -> Match? {
        guard spelling.count <= Self.limits.bytes else { return nil }
        let number = Int(spellings.number(of: spelling))
        if number < matches.count { return matches[number] }
        let match = fold(spelling)
        matches.append(match)
        if matches.count == Self.limits.spellings {
            matches = []
            spellings = DistinctTexts()
        }
        return match
    }

    private func fold(_ spelling: UnsafeBufferPointer<UInt8>) -> Match? {
        guard let match = byFoldedName[spelling.map(\.lowered)] else { return nil }
        guard match.oddity == nil, !match.name.utf8.elementsEqual(spelling) else { return match }
        return Match(meaning: match.meaning, name: match.name, oddity: .attributeCase)
    }
}

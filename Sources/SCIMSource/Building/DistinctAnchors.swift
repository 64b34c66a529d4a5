import Directory

/// Ids of which each is kept once, numbered in the order in which they came.
struct DistinctAnchors: Sendable {
    /// By number.
    private(set) var anchors: [Anchor] = []
    private var index = HashIndex()

    mutating func number(of anchor: Anchor) -> Int32 {
        let hash = anchor.spellingHash
        if let known = index.first(hash: hash, where: { anchors[Int($0)] == anchor }) {
            return known
        }
        let number = Int32(anchors.count)
        anchors.append(anchor)
        index.insert(number, hash: hash)
        return number
    }
}

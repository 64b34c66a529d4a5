/// A rule that was tried, as a tree: its parts, alternatives together, and what else stands in the way.
extension AbsenceExplanation.Attempt {
    /// - Parameter found: branches below a part that fails, of what was found instead; without any it
    ///   stands behind the part.
    func tree(_ found: (String) -> [Tree]) -> Tree {
        var branches: [Tree] = []
        for run in parts.runs(by: \.choice) {
            guard run.first?.choice != nil else {
                branches += run.map { $0.tree(found) }
                continue
            }
            branches.append(
                Tree(
                    "✗ one of these",
                    run.runs(by: \.alternative).map { alternative in
                        let parts = alternative.map { $0.tree(found) }
                        return parts.count == 1 ? parts[0] : Tree("✗ all of these", parts)
                    }))
        }
        if let obstacle { branches.append(Tree("✗ \(obstacle)")) }
        return Tree(headline, branches)
    }
}

extension AbsenceExplanation.Part {
    fileprivate func tree(_ found: (String) -> [Tree]) -> Tree {
        if matches { return Tree("✓ \(condition)") }
        let branches = found(foundWords)
        return Tree(
            branches.isEmpty ? "✗ \(condition) (found: \(foundWords))" : "✗ \(condition)", branches)
    }
}

extension RandomAccessCollection {
    /// Neighbours with the same key, together.
    fileprivate func runs<Key: Equatable>(by key: (Element) -> Key) -> [SubSequence] {
        var runs: [SubSequence] = []
        var rest = self[...]
        while let first = rest.first {
            let end = rest.firstIndex { key($0) != key(first) } ?? rest.endIndex
            runs.append(rest[..<end])
            rest = rest[end...]
        }
        return runs
    }
}

/// "Did you mean": the known word nearest to a mistyped one.
public enum Suggestion {
    /// The candidate with the fewest edits from `word`, or nil when none is near.
    ///
    /// Near means at most a third of the word's length in edits, at least one; letters are compared
    /// without case; of two equally near the first in sorted order is taken.
    /// - Complexity: O(candidates × length²)
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String?
    {
        let letters = Array(word.lowercased())
        let limit = max(1, letters.count / 3)
        return
            candidates
            .map { (edits: edits(letters, Array($0.lowercased())), word: $0) }
            .filter { $0.edits <= limit }
            .min { ($0.edits, $0.word) < ($1.edits, $1.word) }?
            .word
    }

    /// `did you mean "X"?`, or nil when nothing is near: for ``Diagnostic/hint``.
    public static func hint(for word: String, among candidates: some Sequence<String>) -> String? {
        nearest(to: word, among: candidates).map { "did you mean \"\($0)\"?" }
    }

    /// Levenshtein's distance.
    private static func edits(_ left: [Character], _ right: [Character]) -> Int {
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}

/// Finds labels without regard to case: logins of people, names of groups.
///
/// Eight bytes a label: half of a hash and the label's position, sorted.
struct LabelIndex: Sendable {
    private let entries: [UInt64]

    /// - Parameter labelAt: the label at each position below `count`.
    /// - Complexity: O(labels × log labels)
    init(count: Int, labelAt: (Int32) -> String) {
        entries = (0..<Int32(count))
            .map { UInt64(Self.hash(labelAt($0))) << 32 | UInt64($0) }
            .sorted()
    }

    /// The positions of the labels that equal `label` but for case. **Shape:** ascending.
    /// - Parameter labelAt: the label at a position, as given to the initialiser.
    /// - Complexity: O(log labels)
    func positions(of label: String, labelAt: (Int32) -> String) -> [Int32] {
        let hash = UInt64(Self.hash(label)) << 32
        let wanted = label.lowercased()
        var found: [Int32] = []
        var next = entries.partitionPoint { $0 < hash }
        while next < entries.count, entries[next] >> 32 == hash >> 32 {
            let position = Int32(truncatingIfNeeded: entries[next])
            if labelAt(position).lowercased() == wanted { found.append(position) }
            next += 1
        }
        return found
    }

    /// The positions of labels that several share. **Shape:** each ascending; in no order.
    func shared(labelAt: (Int32) -> String) -> [[Int32]] {
        var result: [[Int32]] = []
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, entries[end] >> 32 == entries[start] >> 32 { end += 1 }
            if end - start > 1 {
                let positions = entries[start..<end].map { Int32(truncatingIfNeeded: $0) }
                let byLabel = Dictionary(grouping: positions) { labelAt($0).lowercased() }
                result += byLabel.values.filter { $0.count > 1 }
            }
            start = end
        }
        return result
    }

    /// FNV-1a of the letters in lower case; labels outside ASCII take the slow way.
    private static func hash(_ label: String) -> UInt32 {
        asciiHash(label)
            ?? {
                let lowered = label.lowercased()
                return asciiHash(lowered) ?? UInt32(truncatingIfNeeded: lowered.hashValue)
            }()
    }

    private static func asciiHash(_ label: String) -> UInt32? {
        var hash: UInt32 = 2_166_136_261
        for byte in label.utf8 {
            guard byte < 0x80 else { return nil }
            hash = (hash ^ UInt32(byte.lowered)) &* 16_777_619
        }
        return hash
    }
}

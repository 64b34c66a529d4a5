/// Where a finding is.
public enum Place: Sendable, Hashable {
    /// A position in a text file. **Units:** line and column are 1-based; nil when unknown. Columns
    /// count characters.
    case file(path: String, line: Int?, column: Int?)
    /// An entry or resource of a source. `entry` is its DN or id and is private.
    case entry(source: String, entry: String)
}

extension Place: Comparable {
    public static func < (left: Place, right: Place) -> Bool {
        switch (left, right) {
        case (
            .file(let leftPath, let leftLine, let leftColumn), .file(let path, let line, let column)
        ):
            (leftPath, leftLine ?? 0, leftColumn ?? 0) < (path, line ?? 0, column ?? 0)
        case (.file, .entry): true
        case (.entry, .file): false
        case (.entry(let leftSource, let leftEntry), .entry(let source, let entry)):
            (leftSource, leftEntry) < (source, entry)
        }
    }
}

extension Place: CustomStringConvertible, CustomDebugStringConvertible {
    /// The safe rendering: `path:line:column`, or `source ID` without the entry.
    public var description: String {
        switch self {
        case .file(let path, let line, let column):
            ([path] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
        case .entry(let source, _): "source \(source)"
        }
    }

    /// The whole place, the entry's DN included.
    public var debugDescription: String {
        switch self {
        case .file: description
        case .entry(let source, let entry): "source \(source), entry \(entry)"
        }
    }
}

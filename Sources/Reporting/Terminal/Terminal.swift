/// What a rendering may assume of the terminal it writes for.
public struct Terminal: Sendable, Hashable {
    /// **Units:** columns.
    public let width: Int
    /// Whether colours are understood. Nothing is said by colour alone.
    public let colors: Bool
    /// How many changes or rows are listed at most; nil lists all.
    public let rowLimit: Int?
    /// Whether cells of tables are cut to fit. What a program or a file reads is whole.
    public let cutsCells: Bool

    /// - Parameter width: at least 40 are taken.
    public init(
        width: Int = 100, colors: Bool = false, rowLimit: Int? = nil, cutsCells: Bool = true
    ) {
        self.width = max(40, width)
        self.colors = colors
        self.rowLimit = rowLimit
        self.cutsCells = cutsCells
    }

    /// What ``paint(_:_:)`` knows; the raw value is the parameter of SGR.
    enum Paint: String {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    /// The text in that colour, or as it is.
    /// - SeeAlso: ECMA-48 §8.3.117
    func paint(_ text: String, _ paint: Paint) -> String {
        colors && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
    }
}

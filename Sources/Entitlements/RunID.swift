/// The number of a run in its store, from 1.
public struct RunID: RawRepresentable, Sendable, Hashable, Comparable,
    CustomStringConvertible
{
    public let rawValue: Int64
    public init(rawValue: Int64) { self.rawValue = rawValue }
    public static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
    public var description: String { String(rawValue) }
}

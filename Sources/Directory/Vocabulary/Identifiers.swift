/// An identifier that is compared letter by letter.
public protocol Identifier: RawRepresentable, Sendable, Hashable, Comparable, Codable,
    CustomStringConvertible
where RawValue == String {
    /// Any text will do: what an identifier may look like is checked where it is read.
    init(rawValue: String)

    /// - Parameter body: gets the UTF-8 of ``rawValue``, valid during the call.
    func withUTF8<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result
}

extension Identifier {
    /// The same without its label.
    public init(_ rawValue: String) { self.init(rawValue: rawValue) }
    public var description: String { rawValue }
    public func withUTF8<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        var text = rawValue
        return try text.withUTF8(body)
    }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The configured name of a source; stable, part of every provenance.
public struct SourceID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// One group of one source. **Shape:** `source:anchor`.
public struct GroupID: Identifier {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// An account or group of a source, named for ever.
public struct AccountKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Anchors are unique within it.
    public let source: SourceID
    /// What names it there.
    public let anchor: Anchor

    public init(source: SourceID, anchor: Anchor) {
        self.source = source
        self.anchor = anchor
    }

    public static func < (left: AccountKey, right: AccountKey) -> Bool {
        (left.source, left.anchor) < (right.source, right.anchor)
    }

    /// `source:anchor`, the spelling of ``PersonID`` and ``GroupID``.
    public var description: String { "\(source):\(anchor)" }
}

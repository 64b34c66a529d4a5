/// Broken machinery of the renderings; never odd data.
public struct ReportingError: Error, Sendable, Hashable {
    /// What broke.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A template in the binary is not well formed.
        case template
    }

    /// The same whatever was rendered.
    public let code: Code
    /// What was being done.
    public let operation: String
    /// The library's own words.
    public let detail: String

    public init(_ code: Code, operation: String, _ detail: String) {
        self.code = code
        self.operation = operation
        self.detail = detail
    }

    /// For metrics: a bounded set.
    public var label: String { code.rawValue }
}

extension ReportingError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "The report could not be rendered: \(operation) failed." }
    public var debugDescription: String { "\(description) \(detail) [\(label)]" }
}

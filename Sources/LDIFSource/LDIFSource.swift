import Directory

/// A directory that was exported to a file: offline input, seeds, fixtures.
///
/// The reading is complete only when the file was read to its end and did not change meanwhile. At
/// the first line that is no LDIF the reading ends: what came before it stays, and proves nothing.
public struct LDIFSource: DirectorySource {
    /// What to read, and how.
    public struct Configuration: Sendable, Hashable {
        /// Part of every provenance.
        public let id: SourceID
        /// Absolute, or relative to the working directory.
        public let path: String
        /// Which attribute means what.
        public let schema: LDAPSchema
        /// Only people at or below it belong to the source; nil takes the whole file.
        public let peopleBase: DistinguishedName?
        /// The same of groups.
        public let groupsBase: DistinguishedName?

        public init(
            id: SourceID, path: String, schema: LDAPSchema, peopleBase: DistinguishedName? = nil,
            groupsBase: DistinguishedName? = nil
        ) {
            self.id = id
            self.path = path
            self.schema = schema
            self.peopleBase = peopleBase
            self.groupsBase = groupsBase
        }
    }

    /// **Units:** bytes that are read at once.
    private static let chunkSize = 256 << 10
    private let configuration: Configuration
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the clock, for the certificate.
    public init(_ configuration: Configuration, now: @escaping @Sendable () -> Timestamp) {
        self.configuration = configuration
        self.now = now
    }

    public var id: SourceID { configuration.id }

    public func fetch(
        progress: @escaping @Sendable (ReadingProgress) -> Void
    ) async throws -> SourceReading {
        let start = now()
        var reader = LDIFEntryReader(configuration, at: start)
        do {
            try read(into: &reader, progress)
            reader.endFile()
        } catch let error as LDIFError {
            reader.stop(because: error)
        }
        return reader.builder.finish(from: start, to: now())
    }

    private func read(
        into reader: inout LDIFEntryReader, _ progress: (ReadingProgress) -> Void
    ) throws {
        let file = try LDIFFile(path: configuration.path)
        var parser = LDIFParser(path: configuration.path)
        defer { reader.report(parser.diagnostics) }
        var buffer = [UInt8](repeating: 0, count: Self.chunkSize)
        while true {
            try Task.checkCancellation()
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
            try file.checkUnchanged()
            if count == 0 { break }
            try buffer.withUnsafeBufferPointer {
                try parser.feed(UnsafeBufferPointer(rebasing: $0[..<count])) { reader.read($0) }
            }
            progress(reader.builder.progress)
        }
        try parser.finish { reader.read($0) }
        if parser.count == 0 {
            throw LDIFError(.read, .noEntries, path: configuration.path)
        }
    }
}

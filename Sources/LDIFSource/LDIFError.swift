import Directory

/// A file that cannot be read to its end: as a whole, or from a line on.
/// - SeeAlso: RFC 2849
public struct LDIFError: Error, Sendable, Hashable {
    /// What was being done.
    public enum Operation: String, Sendable, Hashable, CaseIterable {
        case open, read, parse
    }

    /// What went wrong. The raw value is the reading's ``IncompleteReason/code``.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case unreadableFile = "unreadable-file"
        case changedWhileRead = "changed-while-read"
        case noEntries = "no-entries"
        case unsupportedVersion = "unsupported-version"
        case missingDN = "missing-dn"
        case invalidLine = "invalid-line"
        case invalidBase64 = "invalid-base64"
        case unexpectedContinuation = "unexpected-continuation"
        case externalValue = "external-value"
        case changeRecord = "change-record"
        case tooLong = "too-long"
    }

    /// What was being done.
    public let operation: Operation
    /// What went wrong; the same for every file with that fault.
    public let code: Code
    /// As configured; private, because a path may name a person.
    public let path: String
    /// **Units:** 1-based; nil when the whole file is meant.
    public let line: Int?
    /// The system's error number and its text; nil when the system had none.
    public let system: SystemError?

    /// What the operating system said.
    public struct SystemError: Sendable, Hashable {
        /// `errno`.
        public let number: Int32
        /// The C library's words for it.
        public let text: String
    }

    init(
        _ operation: Operation, _ code: Code, path: String, line: Int? = nil,
        system: SystemError? = nil
    ) {
        self.operation = operation
        self.code = code
        self.path = path
        self.line = line
        self.system = system
    }

    /// A bounded word for metrics.
    public var label: String { code.rawValue }
}

extension LDIFError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Safe: neither the path nor anything of the file.
    public var description: String {
        let place = line.map { "LDIF line \($0)" } ?? "LDIF file"
        let cause = system.map { ": \($0.text) (\($0.number))" } ?? ""
        return "\(place): \(sentence)\(cause)"
    }

    /// The path included.
    public var debugDescription: String { "\(description), \(operation.rawValue) \(path)" }

    /// What to do about it.
    public var hint: String {
        switch code {
        case .unreadableFile: "check that the file exists and that this process may read it"
        case .changedWhileRead: "write the file under another name and rename it when it is whole"
        case .noEntries: "an empty file proves nothing; export the directory again"
        case .unsupportedVersion: "only version 1 is known"
        case .missingDN: "export with ldapsearch -LLL or slapcat, which write entries only"
        case .invalidLine: "write NAME: VALUE, and begin a continued line with one space"
        case .invalidBase64: "a value behind two colons is base64 on one, perhaps folded, line"
        case .unexpectedContinuation: "a line that begins with a space continues the one before it"
        case .externalValue: "write the value into the file, in base64 behind two colons"
        case .changeRecord: "give the entries as they are, not the changes that lead to them"
        case .tooLong: "split the record, or leave out attributes that nobody needs"
        }
    }

    /// Why a reading that met it is not complete.
    var reason: IncompleteReason {
        IncompleteReason(code: code.rawValue, message: description, hint: hint)
    }

    private var sentence: String {
        switch code {
        case .unreadableFile: "the file cannot be read"
        case .changedWhileRead: "the file changed while it was being read"
        case .noEntries: "the file holds no entry"
        case .unsupportedVersion: "the version is not 1"
        case .missingDN: "a record must begin with its dn"
        case .invalidLine: "the line is no attribute and value"
        case .invalidBase64: "the value is no base64"
        case .unexpectedContinuation: "there is no line that this one could continue"
        case .externalValue: "values in other files (:<) are never fetched"
        case .changeRecord: "change records are not read, only entries"
        case .tooLong:
            "a line is longer than \(LDIFParser.longestLine) bytes, or a record than \(LDIFParser.largestRecord)"
        }
    }
}

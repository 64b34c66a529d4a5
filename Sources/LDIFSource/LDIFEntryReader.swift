import Diagnostics
import Directory

/// Tells people from groups and gives them to the builder.
struct LDIFEntryReader {
    private(set) var builder: ReadingBuilder
    private let configuration: LDIFSource.Configuration
    private let people: ReadingBuilder.Query
    private let groups: ReadingBuilder.Query

    init(_ configuration: LDIFSource.Configuration) {
        self.configuration = configuration
        builder = ReadingBuilder(source: configuration.id, schema: configuration.schema)
        people = builder.addQuery(.people, Self.query(.people, configuration))
        groups = builder.addQuery(.groups, Self.query(.groups, configuration))
    }

    /// Adds one record. An entry of neither class counts as left out of the people.
    mutating func read(_ record: LDIFRecord) {
        guard let kinds = Kinds(of: record, configuration.schema) else {
            return refuse(record, .noObjectClass)
        }
        guard let isPerson = kinds.isPerson ? isBelow(configuration.peopleBase, record) : false,
            let isGroup = kinds.isGroup ? isBelow(configuration.groupsBase, record) : false
        else { return refuse(record, .invalidDN) }
        if isPerson { add(record, to: people) }
        if isGroup { add(record, to: groups) }
        if !isPerson && !isGroup { builder.exclude(from: kinds.isGroup ? groups : people) }
    }

    /// Notes that the whole file was read.
    mutating func endFile() {
        builder.endPage(of: people)
        builder.endPage(of: groups)
    }

    mutating func stop(because error: LDIFError) {
        builder.markIncomplete(error.reason)
        builder.report(
            Diagnostic(
                .error, "ldif.\(error.code.rawValue)", error.description,
                at: .file(path: error.path, line: error.line, column: nil), hint: error.hint))
    }

    mutating func report(_ findings: [Diagnostic]) {
        for finding in findings { builder.report(finding) }
    }

    private mutating func add(_ record: LDIFRecord, to query: ReadingBuilder.Query) {
        record.withDN { builder.begin(query, dn: $0) }
        // The lines of one attribute mostly follow each other and share their name's bytes.
        var last: (name: UnsafeBufferPointer<UInt8>, slot: ReadingBuilder.Slot?)?
        record.forEachValue { name, value in
            let isSame =
                last?.name.baseAddress == name.baseAddress && last?.name.count == name.count
            let slot = isSame ? last?.slot : builder.slot(named: name)
            last = (name, slot)
            if let slot { builder.append(value, to: slot) }
        }
        builder.end()
    }

    /// nil when the DN cannot be read.
    private func isBelow(_ base: DistinguishedName?, _ record: LDIFRecord) -> Bool? {
        guard let base else { return true }
        guard let name = try? record.withDN({ try DistinguishedName(bytes: $0) }) else {
            return nil
        }
        return name == base || name.isDescendant(of: base)
    }

    private enum Refusal: String {
        case noObjectClass = "no-object-class"
        case invalidDN = "invalid-dn"

        var sentence: String {
            switch self {
            case .noObjectClass: "an entry without objectClass may be a person, a group or neither"
            case .invalidDN: "an entry whose DN cannot be read may belong to the source or not"
            }
        }

        var hint: String {
            switch self {
            case .noObjectClass: "export the attribute objectClass too"
            case .invalidDN: "correct the DN"
            }
        }
    }

    /// Leaves out an entry that might be somebody; the reading proves nothing without it.
    private mutating func refuse(_ record: LDIFRecord, _ refusal: Refusal) {
        builder.exclude(from: people)
        builder.report(
            Diagnostic(
                .error, "ldif.\(refusal.rawValue)", refusal.sentence,
                at: .file(path: configuration.path, line: record.line, column: nil),
                hint: refusal.hint))
        builder.markIncomplete(
            IncompleteReason(
                code: "unusable-entry", message: refusal.sentence, hint: refusal.hint))
    }

    private static func query(
        _ subject: ReadingSubject, _ configuration: LDIFSource.Configuration
    ) -> String {
        let base = subject == .people ? configuration.peopleBase : configuration.groupsBase
        let scope = base.map { " below \($0)" } ?? ""
        return "\(configuration.path)\(scope) \(configuration.schema.filter(for: subject))"
    }
}

/// What an entry's object classes make of it.
private struct Kinds {
    var isPerson = false
    var isGroup = false

    /// nil when the entry has no object class.
    init?(of record: LDIFRecord, _ schema: LDAPSchema) {
        var classes: [String] = []
        record.forEachValue { name, value in
            guard name.count == 11, String(decoding: name, as: UTF8.self).isSameWord("objectClass")
            else { return }
            classes.append(String(decoding: value, as: UTF8.self))
        }
        if classes.isEmpty { return nil }
        isPerson = classes.contains { found in
            schema.personClasses.contains { $0.isSameWord(found) }
        }
        isGroup = classes.contains { found in
            schema.groupClasses.contains { $0.isSameWord(found) }
        }
    }
}

extension String {
    /// Equal without case, for names in ASCII.
    fileprivate func isSameWord(_ other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy { left, right in
                left == right || (left ^ right == 0x20 && (left | 0x20) &- 0x61 < 26)
            }
    }
}

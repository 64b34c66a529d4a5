import Diagnostics
import Directory

/// Tells people from groups and gives them to the builder.
struct LDIFEntryReader {
    /// Holds what was read so far.
    private(set) var builder: ReadingBuilder
    private let configuration: LDIFSource.Configuration
    private let people: ReadingBuilder.Query
    private let groups: ReadingBuilder.Query
    private var peopleBase: SearchBase
    private var groupsBase: SearchBase

    /// Opens both questions of the certificate: the whole file is asked for people and for groups.
    /// - Parameter start: when the fetch began.
    init(_ configuration: LDIFSource.Configuration, at start: Timestamp) {
        self.configuration = configuration
        builder = ReadingBuilder(
            source: configuration.id, schema: configuration.schema, at: start)
        people = builder.addQuery(.people, Self.query(.people, configuration))
        groups = builder.addQuery(.groups, Self.query(.groups, configuration))
        peopleBase = SearchBase(configuration.peopleBase)
        groupsBase = SearchBase(configuration.groupsBase)
    }

    /// Adds one record. An entry of neither class counts as left out of the people.
    mutating func read(_ record: LDIFRecord) {
        let kinds: LDIFEntryKinds
        do throws(Refusal) {
            kinds = try LDIFEntryKinds(of: record, configuration.schema)
        } catch {
            return refuse(record, error)
        }
        guard let isPerson = peopleBase.holds(record, ofKind: kinds.isPerson),
            let isGroup = groupsBase.holds(record, ofKind: kinds.isGroup)
        else { return refuse(record, .invalidDN) }
        if isPerson { add(record, to: people) }
        if isGroup { add(record, to: groups) }
        guard !isPerson, !isGroup else { return }
        builder.exclude(
            from: kinds.isGroup ? groups : people,
            because: kinds.isGroup || kinds.isPerson ? .outsideBase : .neitherPersonNorGroup)
    }

    /// Notes that the whole file was read. A base of which it holds nothing is no empty directory.
    mutating func endFile() {
        builder.endPage(of: people)
        builder.endPage(of: groups)
        if !peopleBase.isFound { builder.markIncomplete(.noSuchBase("people.base")) }
        if !groupsBase.isFound { builder.markIncomplete(.noSuchBase("groups.base")) }
    }

    /// Notes that the file could not be read to its end; what was read proves nothing.
    mutating func stop(because error: LDIFError) {
        builder.markIncomplete(error.reason)
        builder.report(
            Diagnostic(
                .error, "ldif.\(error.code.rawValue)", error.description,
                at: .file(path: error.path, line: error.line, column: nil), hint: error.hint))
    }

    /// Takes what the parser found unusual.
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

    /// Why an entry that may be somebody is left out.
    enum Refusal: Error {
        case noObjectClass, noObjectCategory, invalidDN

        var reason: ReadingQuery.Exclusion.Reason {
            switch self {
            case .noObjectClass: .noObjectClass
            case .noObjectCategory: .noObjectCategory
            case .invalidDN: .invalidDN
            }
        }

        var sentence: String {
            switch self {
            case .noObjectClass: "an entry without objectClass may be a person, a group or neither"
            case .noObjectCategory: "an entry without objectCategory may be a person or a computer"
            case .invalidDN: "an entry whose DN cannot be read may belong to the source or not"
            }
        }

        var hint: String {
            switch self {
            case .noObjectClass: "export the attribute objectClass too"
            case .noObjectCategory: "export the attribute objectCategory too"
            case .invalidDN: "correct the DN"
            }
        }
    }

    /// Leaves out an entry that might be somebody; the reading proves nothing without it.
    private mutating func refuse(_ record: LDIFRecord, _ refusal: Refusal) {
        builder.exclude(from: people, because: refusal.reason)
        builder.report(
            Diagnostic(
                .error, "ldif.\(refusal.reason.rawValue)", refusal.sentence,
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

/// Where in the tree a source's people or groups are, and whether the file has anything there.
private struct SearchBase {
    private let name: DistinguishedName?
    private(set) var isFound: Bool

    /// - Parameter name: nil for the whole file.
    init(_ name: DistinguishedName?) {
        self.name = name
        isFound = name == nil
    }

    /// Whether an entry is of the kind that is looked for, and at or below the base; nil when that
    /// cannot be known, since its DN cannot be read.
    mutating func holds(_ record: LDIFRecord, ofKind isOfKind: Bool) -> Bool? {
        // An entry of any kind shows that the base is there.
        guard let base = name, isOfKind || !isFound else { return isOfKind }
        guard let name = try? record.withDN({ try DistinguishedName(bytes: $0) }) else {
            return isOfKind ? nil : false
        }
        let isWithin = name == base || name.isDescendant(of: base)
        if isWithin { isFound = true }
        return isOfKind && isWithin
    }
}

extension IncompleteReason {
    /// - Parameter key: of the configuration.
    fileprivate static func noSuchBase(_ key: String) -> IncompleteReason {
        IncompleteReason(
            code: "no-such-object", message: "the file holds no entry at or below \(key)",
            hint: "look at \(key), and at what was exported to the file")
    }
}

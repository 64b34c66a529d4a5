import Directory
import Foundation

/// Where the answers of a directory ended, and what they were of: the text of a ``SyncState``.
///
/// A position belongs to its questions. A state of other questions, of another form, or that cannot be
/// read counts as none, and everything is read.
struct ChangeState<Position: ChangePosition>: Codable {
    private var formatVersion = 1
    /// See ``LDAPConfiguration/content``.
    private let content: String
    var position: Position
    /// People of whom a value could not be read. Nobody else remembers who they were, and what they
    /// lack must not be taken for absent: they are asked again each time.
    var unreadable: [String]

    init(_ position: Position, unreadable: [Anchor], content: String) {
        self.position = position
        self.unreadable = unreadable.map(\.rawValue)
        self.content = content
    }

    /// Nil unless it is of the same content, in this form.
    init?(_ state: SyncState, content: String) {
        guard
            let found = try? JSONDecoder().decode(Self.self, from: Data(state.rawValue.utf8)),
            found.formatVersion == 1, found.content == content
        else { return nil }
        self = found
    }

    /// As the baseline keeps it; nil when there is too much to keep.
    var kept: SyncState? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard position.isSmall, unreadable.count <= Self.mostUnreadable,
            let data = try? encoder.encode(self)
        else { return nil }
        return SyncState(rawValue: String(decoding: data, as: UTF8.self))
    }

    private static var mostUnreadable: Int { 100 }
}

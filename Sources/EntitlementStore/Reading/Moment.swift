import Directory
import Entitlements

/// Which state of the store is asked for.
public enum Moment: Sendable, Hashable {
    case now
    /// The last state of that revision: what the directory said just before the next one came into
    /// force, or says now.
    case revision(Revision)
    /// What was in force, and had been recorded, at that time.
    case time(Timestamp)
}

/// A person as the store describes them at a moment.
public struct RecordedPerson: Sendable, Hashable {
    public let id: PersonID
    /// The login; the id of who has none.
    public let userName: String
    public let displayName: String
    /// False also of who is gone.
    public let isActive: Bool
    /// nil at the top, or when the manager is not known.
    public let manager: PersonID?
    /// The run that first saw the person.
    public let firstSeen: RunID
    /// The first run that no longer saw the person; nil while they are there.
    public let goneSince: RunID?
}

extension Moment {
    /// Reads what people write: a revision (`12`), a day, which means all of it, or a time in RFC 3339.
    public init?(_ text: String) {
        if let number = Int64(text), number >= 0 {
            self = .revision(Revision(number))
        } else if let time = Timestamp(text) {
            self = .time(text.utf8.count == 10 ? time.advanced(bySeconds: 86_399) : time)
        } else {
            return nil
        }
    }
}

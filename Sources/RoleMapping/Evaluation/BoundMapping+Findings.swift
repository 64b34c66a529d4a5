import Diagnostics
import Directory

extension BoundMapping {
    /// Exceptions that come to nothing although their time has not passed.
    static func exceptionFindings(
        _ exceptions: [BoundException], _ snapshot: DirectorySnapshot, _ moment: Timestamp
    ) -> [Diagnostic] {
        exceptions.filter { $0.exception.end > moment }.compactMap { bound in
            let exception = bound.exception
            switch bound.people.count {
            case 0:
                return Diagnostic(
                    .warning, "mapping.unknown-person",
                    "nobody has the login that the exception \"\(exception.id)\" names",
                    at: exception.place, hint: "correct the login, or remove the exception")
            case 1:
                guard !snapshot.people[Int(bound.people[0])].isActive else { return nil }
                return Diagnostic(
                    .note, "mapping.inactive-person",
                    "the exception \"\(exception.id)\" grants nothing: the person is inactive",
                    at: exception.place, hint: "remove the exception")
            default:
                return Diagnostic(
                    .warning, "mapping.ambiguous-person",
                    "\(bound.people.count) people have the login that the exception "
                        + "\"\(exception.id)\" names: it grants nothing",
                    at: exception.place, hint: "make the login unique in the directories")
            }
        }
    }
}

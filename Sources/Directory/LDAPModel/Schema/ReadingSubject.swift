/// What a query to a source asks for: the ``ReadingQuery/subject`` of a certificate.
public enum ReadingSubject: String, Sendable, Hashable, CaseIterable {
    case people, groups
}

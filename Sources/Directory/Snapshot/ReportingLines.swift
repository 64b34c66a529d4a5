/// Who reports to whom.
///
/// A person has one manager or none. A loop is a finding and is cut: nobody in it has a manager from
/// within it, so that "reports to" always ends.
/// **Shape:** people are the indices of the ``DirectorySnapshot`` it belongs to.
public struct ReportingLines: Sendable {
    /// - Parameter managers: for each person the manager, or nil; may contain loops.
    /// - Complexity: O(people)
    public init(managers: [PersonIndex?]) { fatalError("being written") }

    /// The people of each loop that was cut. **Shape:** each loop ascending; loops by their first.
    public var loops: [[PersonIndex]] { fatalError() }

    /// nil at the top.
    public func manager(of person: PersonIndex) -> PersonIndex? { fatalError() }

    /// The line upwards, nearest first. Does not include the person.
    public func managers(of person: PersonIndex) -> [PersonIndex] { fatalError() }

    /// Whether `person` is anywhere below `manager`. Does not allocate.
    /// - Complexity: O(1), by interval numbers
    public func reports(_ person: PersonIndex, to manager: PersonIndex) -> Bool { fatalError() }

    /// The people who report to the person directly. **Shape:** ascending.
    public func directReports(of person: PersonIndex) -> ArraySlice<PersonIndex> { fatalError() }

    /// Everybody below the person, at any depth. **Shape:** ascending.
    public func allReports(of person: PersonIndex) -> [PersonIndex] { fatalError() }
}

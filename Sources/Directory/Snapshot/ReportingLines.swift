/// Who reports to whom.
///
/// A person has one manager or none. A loop is a finding and is cut: nobody in it has a manager from
/// within it, so that "reports to" always ends. Who is their own manager is a loop of one.
/// **Shape:** people are the indices of the ``DirectorySnapshot`` it belongs to.
public struct ReportingLines: Sendable {
    private let forest: Forest

    /// - Parameter managers: for each person the manager, or nil; may contain loops.
    /// - Complexity: O(people)
    public init(managers: [PersonIndex?]) {
        forest = Forest(parents: managers.map { $0 ?? -1 })
    }

    /// The people of each loop that was cut. **Shape:** each loop ascending; loops by their first.
    public var loops: [[PersonIndex]] { forest.loops }

    /// nil at the top.
    public func manager(of person: PersonIndex) -> PersonIndex? {
        let manager = forest.parents[Int(person)]
        return manager < 0 ? nil : manager
    }

    /// The line upwards, nearest first. Does not include the person.
    public func managers(of person: PersonIndex) -> [PersonIndex] {
        var line: [PersonIndex] = []
        while let next = manager(of: line.last ?? person) { line.append(next) }
        return line
    }

    /// Whether `person` is anywhere below `manager`; nobody is below themselves. Does not allocate.
    /// - Complexity: O(1), by interval numbers
    public func reports(_ person: PersonIndex, to manager: PersonIndex) -> Bool {
        person != manager && forest.holds(person, below: manager)
    }
}

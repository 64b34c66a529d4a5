/// Look-up by label. A label is no identity: there may be several, or none.
extension DirectorySnapshot {
    /// The people with that login, letters compared without case; more than one makes the login
    /// ambiguous. A person without a login is found by id.
    /// **Shape:** ascending.
    /// - Complexity: O(log people)
    public func people(userName: String) -> [PersonIndex] {
        userNames.positions(of: userName) { people[Int($0)].userName }
    }

    /// The groups of that name, of any source, letters compared without case.
    /// **Shape:** ascending.
    /// - Complexity: O(log groups)
    public func groups(display: String) -> [GroupIndex] {
        groupNames.positions(of: display) { groups[Int($0)].display }
    }
}

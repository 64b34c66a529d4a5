import Directory

extension DirectorySnapshot {
    /// The people for whom a part about groups or managers holds; nil for other parts.
    func people(satisfying part: FilterPart) -> PersonSet? {
        switch part.kind {
        case .comparison(let comparison):
            guard var people = people(with: comparison) else { return nil }
            if comparison.isNegated { people.invert() }
            return people
        case .valuePath(let parent, let inner):
            guard parent.attributes[0].isGroups else { return nil }
            return members { group, type in
                inner.holds { part in
                    // Within brackets there are only comparisons.
                    guard case .comparison(let comparison) = part.kind else { return false }
                    return comparison.accepts(group, type) != comparison.isNegated
                }
            }
        }
    }

    /// The people with a value that passes the comparison's test.
    private func people(with comparison: Comparison) -> PersonSet? {
        if comparison.attribute.isGroups { return members(where: comparison.accepts) }
        if comparison.attribute == .managers {
            return reports { comparison.test.accepts($0.userName) }
        }
        return nil
    }

    /// Everybody who is in a group in a way that is wanted.
    private func members(where wants: (Group, _ type: String) -> Bool) -> PersonSet {
        var set = PersonSet(count: people.count)
        /// Groups that are wanted whatever the type, and every group in them.
        var open: [GroupIndex] = []
        for index in groups.indices {
            let group = GroupIndex(index)
            switch (
                direct: wants(groups[index], "direct"), indirect: wants(groups[index], "indirect")
            )
            {
            case (true, true): open.append(group)
            case (true, false): set.insert(memberships.directMembers(of: group))
            case (false, true):
                set.insert(
                    memberships.allMembers(of: group).lazy.filter {
                        !memberships.containsDirectly(group, $0)
                    })
            case (false, false): break
            }
        }
        var isReached = [Bool](repeating: false, count: groups.count)
        while let group = open.popLast() {
            if isReached[Int(group)] { continue }
            isReached[Int(group)] = true
            set.insert(memberships.directMembers(of: group))
            open += memberships.memberGroups(of: group)
        }
        return set
    }

    /// Everybody below a manager who is wanted. Each line is climbed only to the first manager whose
    /// answer is known.
    private func reports(to isWanted: (Person) -> Bool) -> PersonSet {
        var wanted = PersonSet(count: people.count)
        for index in people.indices where isWanted(people[index]) {
            wanted.insert(PersonIndex(index))
        }
        var set = PersonSet(count: people.count)
        var known = PersonSet(count: people.count)
        var line: [PersonIndex] = []
        for index in people.indices {
            var person = PersonIndex(index)
            while !known.contains(person), let manager = reportingLines.manager(of: person) {
                line.append(person)
                person = manager
            }
            known.insert(person)
            while let below = line.popLast() {
                known.insert(below)
                if wanted.contains(person) || set.contains(person) { set.insert(below) }
                person = below
            }
        }
        return set
    }
}

extension Comparison {
    /// Whether a membership in the group, of that type, passes the test.
    func accepts(_ group: Group, _ type: String) -> Bool {
        test.accepts(attribute == .groupsType ? type : group.value(of: attribute))
    }
}

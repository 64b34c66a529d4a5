/// Some people, a line of managers and nested groups: what a service in memory knows.
struct SampleOrganization: Sendable {
    struct Person: Sendable {
        /// The order in which they came; a position in a cursor.
        let number: Int
        var id: String
        var userName: String?
        var isActive: Bool
        var department: String
        /// An id, or whatever the service says.
        var manager: String?
        /// **Units:** seconds since 1970.
        var modified: Int64
    }

    struct Group: Sendable {
        let number: Int
        var id: String
        var display: String
        var people: [String]
        var groups: [String] = []
        var modified: Int64
    }

    /// When everybody came who is there from the beginning.
    static let birth: Int64 = 1_769_144_182

    var people: [Person]
    var groups: [Group] = []

    /// - Parameter id: of the person or group of that number; in another order than the numbers.
    init(people count: Int = 37, id: (String, Int) -> String = Self.id) {
        people = (0..<count).map { Self.person($0, id("u", $0)) }
        for number in people.indices.dropFirst() {
            people[number].manager = id("u", number / 3)
        }
        func members(_ condition: (Int) -> Bool) -> [String] {
            people.filter { condition($0.number) }.map(\.id)
        }
        let members = [
            members { $0 % 2 == 0 }, members { $0 % 3 == 0 }, members { $0 % 5 == 0 },
            members { $0 == 1 }, [], members { 20...23 ~= $0 }, [],
        ]
        groups = members.enumerated().map { number, people in
            Group(
                number: number, id: id("g", number), display: "group \(number)", people: people,
                modified: Self.birth + Int64(number))
        }
        groups[3].groups = [groups[1].id, groups[2].id]
        groups[4].groups = [groups[3].id]
    }

    static func person(_ number: Int, _ id: String) -> Person {
        Person(
            number: number, id: id, userName: "person\(number)", isActive: number % 11 != 5,
            department: number % 4 == 0 ? "Builder Relations" : "Field \(number % 4)",
            modified: birth + Int64(number))
    }

    static func id(_ kind: String, _ number: Int) -> String {
        "\(kind)\(1000 + number * 617 % 9000)"
    }

    /// People alone in groups, as services have it that know no nesting.
    mutating func flatten() {
        for index in groups.indices { groups[index].groups = [] }
    }

    /// Who has it, by id.
    func people(in group: String) -> Set<String> {
        Set(groups.first { $0.id == group }?.people ?? [])
    }
}

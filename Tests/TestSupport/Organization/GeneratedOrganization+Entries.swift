private let domain: [GeneratedDN.Assertion] = [("dc", "example"), ("dc", "org")]

extension GeneratedOrganization {
    /// An organisational unit below `ou=People` whose name needs escapes.
    static let awkwardUnit = "North, South + \"Größe\""
}

extension GeneratedOrganization.Person {
    init(_ number: Int, _ random: inout SplitMix64) {
        let name = InventedName(&random)
        entryUUID = uuid(&random)
        userName = "\(random.pick(InventedName.logins)).\(number)"
        (givenName, familyName) = (name.given, name.family)
        displayName = "\(name.given) \(name.family)"
        let style = random.below(40)
        commonName = Self.commonName(style, name, number)
        dn = Self.dn(style, commonName: commonName, userName: userName)
        let second = random.once(in: 5) ? ["\(userName)@builders.example.org"] : []
        emails = ["\(userName)@example.org"] + second
        employeeNumber = random.once(in: 50) ? nil : String(700_000 + number)
        department = random.once(in: 30) ? nil : random.pick(Self.departments)
        title = random.once(in: 30) ? nil : random.pick(Self.titles)
        userType = random.once(in: 25) ? "Terminated" : random.pick(Self.userTypes)
    }

    private static func commonName(_ style: Int, _ name: InventedName, _ number: Int) -> String {
        switch style {
        case 0: "\(name.family), \(name.given) \(number)"
        case 1: "\(name.given) \"\(name.family)\" \(number)"
        case 2: "R+D; \(name.given) <\(number)>"
        case 3: "#\(number) \(name.family)"
        case 4: " \(name.given) \(number)"
        case 5: "a=b\\c \(name.family) \(number)"
        default: "\(name.given) \(name.family) \(number)"
        }
    }

    /// Most are named by login; some by an awkward common name, by two attributes at once, or below
    /// a unit whose name needs escapes.
    private static func dn(_ style: Int, commonName: String, userName: String) -> GeneratedDN {
        let people: [GeneratedDN.Assertion] = [("ou", "People")] + domain
        switch style {
        case 0...6: return GeneratedDN(assertions: [("cn", commonName)], parents: people)
        case 7:
            return GeneratedDN(
                assertions: [("cn", commonName), ("uid", userName)], parents: people)
        case 8:
            return GeneratedDN(
                assertions: [("uid", userName)],
                parents: [("ou", GeneratedOrganization.awkwardUnit)] + people)
        default: return GeneratedDN(assertions: [("uid", userName)], parents: people)
        }
    }

    private static let departments = [
        "Builder Relations", "Engineering", "Sales", "Finance", "Größe & Maß", "R+D", "経理",
        "Support", "=SUM(A1)",
    ]
    private static let titles = [
        "Manager", "Manager, Field", "Engineer", "Senior Engineer", "Analyst", "Директор",
        "Builder Advocate",
    ]
    private static let userTypes = ["Employee", "Employee", "Employee", "Contractor", "Intern"]
}

extension GeneratedOrganization.Group {
    init(_ number: Int, _ random: inout SplitMix64) {
        entryUUID = uuid(&random)
        display = Self.display(number)
        dn = GeneratedDN(
            assertions: [("cn", display)], parents: [("ou", "Groups")] + domain)
    }

    private static func display(_ number: Int) -> String {
        if number == 0 { return "everybody" }
        return switch number % 50 {
        case 1: "team, \(number)"
        case 2: "'quoted' \"team\" \(number)"
        case 3: "100% team \(number)"
        case 4: "=team \(number)"
        case 5: "+team \(number)"
        case 6: "@team \(number)"
        case 7: "<b>team</b> \(number)"
        case 8: "Größe \(number)"
        case 9: "команда \(number)"
        case 10: "チーム \(number)"
        case 11: "#team \(number)"
        case 12: "team (all) * \\ \(number)"
        default: "team-\(number)"
        }
    }
}

/// **Shape:** as `entryUUID` is written; not of any version of RFC 9562.
private func uuid(_ random: inout SplitMix64) -> String {
    let digits = [random.next(), random.next()].map { number in
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
    var rest = digits[...]
    return [8, 4, 4, 4, 12].map { length in
        defer { rest = rest.dropFirst(length) }
        return String(rest.prefix(length))
    }.joined(separator: "-")
}

import Diagnostics
import TestSupport
import Testing

@testable import Directory

@Suite struct SeveralSourcesTests {
    private func sources(_ corp: Organisation, _ okta: Organisation) -> [SelectedReading] {
        [corp.selected(as: "corp"), okta.selected(as: "okta")]
    }

    private func key(_ source: String, _ anchor: String) -> AccountKey {
        AccountKey(source: SourceID(source), anchor: Anchor(anchor))
    }

    @Test func `the first key that joins wins`() {
        var corp = Organisation()
        corp.add(
            "a", [(.userName, "ada"), (.emailsValue, "bob@example.org"), (.employeeNumber, "7")])
        corp.add(
            "b", [(.userName, "bob"), (.emailsValue, "ada@example.org"), (.employeeNumber, "8")])
        var okta = Organisation()
        okta.add(
            "x", [(.userName, "x"), (.emailsValue, "ADA@example.org"), (.employeeNumber, "7")])
        let snapshot = byNumberThenMail.snapshot(of: sources(corp, okta), known: [:])
        #expect(snapshot.ids == ["corp:a", "corp:b"])
        #expect(snapshot.people[0].accounts == [key("corp", "a"), key("okta", "x")])
        #expect(Set(snapshot.codes()) == ["correlation.keys-disagree"])
    }

    @Test func `a later key joins who has no earlier one, without regard to case`() {
        var corp = Organisation()
        corp.add(
            "a", [(.userName, "ada"), (.emailsValue, "ada@example.org"), (.employeeNumber, "7")])
        var okta = Organisation()
        okta.add("x", [(.userName, "ada"), (.emailsValue, "Ada@Example.org")])
        let snapshot = byNumberThenMail.snapshot(of: sources(corp, okta), known: [:])
        #expect(snapshot.ids == ["corp:a"])
        #expect(snapshot.codes().isEmpty)
    }

    @Test func `an ambiguous join is a finding, never a guess`() {
        var corp = Organisation()
        corp.add("a", [(.userName, "ada"), (.employeeNumber, "7")])
        corp.add("b", [(.userName, "ada-admin"), (.employeeNumber, "7")])
        var okta = Organisation()
        okta.add("x", [(.userName, "x"), (.employeeNumber, "7")])
        let snapshot = byNumberThenMail.snapshot(of: sources(corp, okta), known: [:])
        #expect(snapshot.ids == ["corp:a", "corp:b", "okta:x"])
        #expect(
            snapshot.codes() == ["correlation.ambiguous-key", "correlation.ambiguous-key"])
    }

    // P12
    @Test func `a recorded link wins over a key that now points elsewhere`() {
        var corp = Organisation()
        corp.add("a", [(.userName, "ada"), (.employeeNumber, "7")])
        corp.add("b", [(.userName, "bob"), (.employeeNumber, "8")])
        var okta = Organisation()
        okta.add("x", [(.userName, "x"), (.employeeNumber, "8")])
        let snapshot = byNumberThenMail.snapshot(
            of: sources(corp, okta), known: [key("okta", "x"): PersonID("corp:a")])
        #expect(snapshot.ids == ["corp:a", "corp:b"])
        #expect(snapshot.people[0].accounts == [key("corp", "a"), key("okta", "x")])
        #expect(Set(snapshot.codes()) == ["correlation.recorded-link-disagrees"])
    }

    @Test func `a person keeps the id when the first account goes or an earlier source joins`() {
        var corp = Organisation()
        var okta = Organisation()
        okta.add("x", [(.userName, "ada"), (.employeeNumber, "7")])
        let gone = byNumberThenMail.snapshot(
            of: sources(corp, okta), known: [key("okta", "x"): PersonID("corp:a")])
        #expect(gone.ids == ["corp:a"])
        corp.add("a", [(.userName, "ada"), (.employeeNumber, "7")])
        let joined = byNumberThenMail.snapshot(
            of: sources(corp, okta), known: [key("okta", "x"): PersonID("okta:x")])
        #expect(joined.ids == ["okta:x"])
        #expect(joined.people[0].accounts.count == 2)
    }

    @Test func `each attribute comes whole from its authority`() {
        var corp = Organisation()
        corp.add(
            "a",
            [
                (.userName, "ada"), (.employeeNumber, "7"), (.nameFamilyName, "Ames"),
                (.title, "Engineer"),
            ])
        var okta = Organisation()
        okta.add(
            "x",
            [
                (.userName, "x"), (.employeeNumber, "7"), (.nameGivenName, "Ada"),
                (.department, "Sales"), (.title, "Director"), (.emailsValue, "ada@example.org"),
            ])
        okta.add("y", [(.userName, "yan"), (.department, "Sales")])
        let authority = Authority(attributes: [
            .department: SourceID("corp"), .title: SourceID("okta"),
        ])
        let snapshot = Correlation(keys: [.employeeNumber], authority: authority)
            .snapshot(of: sources(corp, okta), known: [:])
        let ada = snapshot.people[0].attributes
        #expect(ada[.userName] == "ada")
        #expect(ada[.nameFamilyName] == "Ames")
        #expect(ada[.nameGivenName] == nil)
        #expect(ada[.department] == nil)
        #expect(ada[.title] == "Director")
        #expect(ada[.emailsValue] == "ada@example.org")
        #expect(ada.entries.filter { $0.attribute == .title }.map(\.source) == [1])
        let yan = snapshot.people[1].attributes
        #expect(yan[.department] == "Sales")
        #expect(yan.entries.allSatisfy { $0.source == 1 })
    }

    @Test(arguments: [
        (Authority.Activity.all, [false, true]), (.any, [true, true]),
        (.source(SourceID("corp")), [true, true]), (.source(SourceID("okta")), [false, true]),
    ])
    func `activity follows the rule`(activity: Authority.Activity, expected: [Bool]) {
        var corp = Organisation()
        corp.add("a", [(.userName, "ada"), (.employeeNumber, "7")])
        corp.add("b", [(.userName, "bob")])
        var okta = Organisation()
        okta.add("x", active: false, [(.employeeNumber, "7")])
        let snapshot = Correlation(
            keys: [.employeeNumber], authority: Authority(activity: activity)
        ).snapshot(of: sources(corp, okta), known: [:])
        #expect(snapshot.people.map(\.isActive) == expected)
    }

    @Test func `the manager comes from its authority and is a person`() {
        var corp = Organisation()
        corp.add("a", manager: .account(1), [(.userName, "ada"), (.employeeNumber, "1")])
        corp.add("b", [(.userName, "bob"), (.employeeNumber, "2")])
        corp.add("c", [(.userName, "cyd"), (.employeeNumber, "3")])
        var okta = Organisation()
        okta.add("x", manager: .account(1), [(.employeeNumber, "1")])
        okta.add("y", [(.employeeNumber, "3")])
        func manager(_ source: SourceID?) -> PersonIndex? {
            Correlation(keys: [.employeeNumber], authority: Authority(manager: source))
                .snapshot(of: sources(corp, okta), known: [:]).reportingLines.manager(of: 0)
        }
        #expect(manager(nil) == 1)
        #expect(manager(SourceID("okta")) == 2)
    }

    // P33
    @Test func `a source without a complete reading contributes nothing and takes nothing`() {
        var corp = Organisation()
        corp.add("a", [(.userName, "ada"), (.employeeNumber, "7")])
        corp.addGroup("g", [0])
        let reason = IncompleteReason(code: "size-limit-exceeded", message: "too many")
        let snapshot = byNumberThenMail.snapshot(
            of: [
                SelectedReading(
                    id: SourceID("okta"),
                    reading: Organisation().reading(of: "okta", reasons: [reason])),
                corp.selected(as: "corp"),
            ], known: [:])
        #expect(snapshot.ids == ["corp:a"])
        #expect(snapshot.memberships.contains(0, 0))
        #expect(snapshot.people[0].attributes.entries.allSatisfy { $0.source == 1 })
        #expect(snapshot.sources[0].certificate == nil)
        #expect(snapshot.sources[0].staleBecause == [reason])
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `the order of accounts and groups makes no difference`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let readings = ["corp", "okta", "lab"].map { source in
            randomReading(source, &random)
        }
        let shuffled = readings.map { $0.shuffled(&random) }
        let known = [
            key("okta", "1"): PersonID("corp:2"), key("lab", "3"): PersonID("lab:3"),
        ]
        let one = byNumberThenMail.snapshot(
            of: readings.map { SelectedReading(id: $0.source, reading: $0) }, known: known)
        let other = byNumberThenMail.snapshot(
            of: shuffled.map { SelectedReading(id: $0.source, reading: $0) }, known: known)
        #expect(one.people == other.people)
        #expect(one.groups == other.groups)
        #expect(one.diagnostics == other.diagnostics)
        #expect(one.ids == Set(one.ids).sorted())
        for person in one.people.indices.map(PersonIndex.init) {
            #expect(
                one.reportingLines.manager(of: person) == other.reportingLines.manager(of: person))
            #expect(
                one.memberships.directGroups(of: person)
                    == other.memberships.directGroups(of: person))
        }
    }

    private func randomReading(_ source: String, _ random: inout SplitMix64) -> SourceReading {
        var organisation = Organisation()
        let count = Int32.random(in: 1...6, using: &random)
        for number in 0..<count {
            let manager = Int32.random(in: -1..<count, using: &random)
            organisation.add(
                "\(number)", active: .random(using: &random),
                manager: manager < 0 ? .dangling("x") : .account(manager),
                [
                    (.userName, "\(source)-\(number % 4)"),
                    (
                        .employeeNumber,
                        ["", "1", "2", "3", "4"].randomElement(using: &random) ?? ""
                    ),
                    (
                        .emailsValue,
                        ["", "p", "Q", "q", "r", "s"].randomElement(using: &random) ?? ""
                    ),
                ])
        }
        for number in 0..<3 {
            organisation.addGroup(
                "\(number)", (0..<count).filter { _ in .random(using: &random) },
                groups: (0..<3).filter { _ in .random(using: &random) })
        }
        return organisation.reading(of: source)
    }
}

extension SourceReading {
    /// The same in another order, references and all.
    fileprivate func shuffled(_ random: inout SplitMix64) -> SourceReading {
        let accountOrder = accounts.indices.shuffled(using: &random)
        let groupOrder = groups.indices.shuffled(using: &random)
        let newAccount = Dictionary(
            uniqueKeysWithValues: accountOrder.enumerated().map { (Int32($1), Int32($0)) })
        let newGroup = Dictionary(
            uniqueKeysWithValues: groupOrder.enumerated().map { (Int32($1), Int32($0)) })
        return SourceReading(
            source: source,
            accounts: accountOrder.map { position in
                let old = accounts[position]
                var manager = old.manager
                if case .account(let index) = manager { manager = .account(newAccount[index] ?? 0) }
                return Account(
                    anchor: old.anchor, label: old.label, isActive: old.isActive,
                    attributes: old.attributes, manager: manager)
            },
            groups: groupOrder.map { position in
                let old = groups[position]
                return DirectoryGroup(
                    anchor: old.anchor, label: old.label, display: old.display,
                    accounts: old.accounts.compactMap { newAccount[$0] }.sorted(),
                    groups: old.groups.compactMap { newGroup[$0] }.sorted(),
                    unresolved: old.unresolved)
            }, attributeNames: attributeNames, certificate: certificate, diagnostics: diagnostics)
    }
}

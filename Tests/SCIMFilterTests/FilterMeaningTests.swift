import Directory
import Testing

@testable import SCIMFilter

@Suite struct FilterMeaningTests {
    let ada = Colleague(
        (.userName, "Ada"), (.title, "Manager, Größe"), (.userType, "Employee"),
        (.externalID, "AbC"), (.metaCreated, "2026-03-01T12:00:00+01:00"), (.active, "True"))

    @Test(arguments: [
        (#"userName eq "ADA""#, true), (#"userName eq "ad""#, false),
        (#"userName eq "adam""#, false), (#"userName ne "ada""#, false),
        (#"userName co "d""#, true), (#"userName co "DA""#, true), (#"userName co "x""#, false),
        (#"userName co "adax""#, false), (#"userName sw "a""#, true),
        (#"userName sw "d""#, false), (#"userName ew "DA""#, true), (#"userName ew "ad""#, false),
        (#"userName ew "xada""#, false),
        (#"externalId eq "AbC""#, true), (#"externalId eq "abc""#, false),
        (#"externalId co "b""#, true), (#"externalId co "B""#, false),
        (#"userName gt "abz""#, true), (#"userName gt "ada""#, false),
        (#"userName ge "ADA""#, true), (#"userName lt "adaa""#, true),
        (#"userName lt "ada""#, false), (#"userName le "ada""#, true),
        (#"userName le "acz""#, false), (#"userName gt "ad""#, true),
        (#"externalId lt "abc""#, true), (#"title gt "manager""#, true),
        (#"title lt "é""#, true), (#"title ge "manager, größe""#, true),
        (#"title gt "manager, größe""#, false),
        (#"active eq true"#, true), (#"active eq false"#, false), (#"active ne false"#, true),
        (#"meta.created eq "2026-03-01T11:00:00Z""#, true),
        (#"meta.created gt "2026-03-01""#, true), (#"meta.created lt "2026-03-01""#, false),
        (#"meta.created ge "2026-03-01T06:00:00-05:00""#, true),
        (#"title pr"#, true), (#"nickName pr"#, false), (#"name pr"#, false),
    ])
    func `operators compare`(filter: String, holds: Bool) throws {
        #expect(try ada.satisfies(filter) == holds)
    }

    @Test func `ne is the opposite of eq, also for somebody without the attribute`() throws {
        let nobody = Colleague((.userName, "lee"))
        #expect(try nobody.satisfies(#"userType ne "Contractor""#))
        #expect(try !nobody.satisfies(#"userType eq "Contractor""#))
        #expect(try !nobody.satisfies(#"userType gt "A""#))
        #expect(try nobody.satisfies("userType eq null and title eq null"))
        #expect(try !nobody.satisfies("userName eq null"))
        #expect(try nobody.satisfies("userName ne null"))
        #expect(try nobody.satisfies("active ne true"))
    }

    @Test func `ne over several values holds when none is equal`() throws {
        let two = Colleague(
            elements: (.emailsValue, 0, "a@example.org"), (.emailsValue, 1, "b@example.org"))
        #expect(try !two.satisfies(#"emails ne "a@example.org""#))
        #expect(try two.satisfies(#"emails ne "c@example.org""#))
        #expect(try two.satisfies(#"emails[value ne "a@example.org"]"#))
    }

    @Test(arguments: [
        // Composed and decomposed are one.
        (#"title eq "e\u0301t\u00e9""#, "E\u{301}t\u{e9}", true),
        (#"title eq "\u00e9t\u00e9""#, "E\u{301}TE\u{301}", true),
        (#"title co "e""#, "e\u{301}", false), (#"title sw "e""#, "e\u{301}", false),
        (#"title ew "e""#, "te\u{301}", false), (#"title eq "e""#, "e\u{301}", false),
        (#"title sw "\u00c9""#, "e\u{301}tude", true), (#"title ew "\u00c9""#, "caf\u{e9}", true),
        (#"title co "Ö""#, "Schönheit", true),
        // No language: the Kelvin sign is a k, ß is not ss, the dotless i is not i.
        (#"title eq "k""#, "\u{212A}", true), (#"title eq "strasse""#, "Straße", false),
        (#"title eq "i""#, "ı", false), (#"title eq "ΑΘΉΝΑ""#, "αθήνα", true),
        (#"title eq "МОСКВА""#, "москва", true),
        (#"title sw "田""#, "田中", true), (#"title gt "a""#, "é", true),
    ])
    func `letters compare without case in every script`(
        filter: String, value: String, holds: Bool
    ) throws {
        #expect(try Colleague((.title, value)).satisfies(filter) == holds)
    }

    @Test func `brackets ask for one element with all of it`() throws {
        let ada = Colleague(
            elements: (.emailsValue, 0, "ada@example.org"), (.emailsType, 0, "home"),
            (.emailsValue, 3, "ada@example.com"), (.emailsType, 3, "work"),
            (.emailsPrimary, 3, "true"))
        #expect(try ada.satisfies(#"emails.type eq "work" and emails co "@example.org""#))
        #expect(try !ada.satisfies(#"emails[type eq "work" and value co "@example.org"]"#))
        #expect(try ada.satisfies(#"emails[type eq "work" and value co "@example.com"]"#))
        #expect(try ada.satisfies(#"emails[type eq "WORK" and primary eq true]"#))
        #expect(try ada.satisfies(#"emails[not (primary pr)]"#))
        #expect(try !ada.satisfies(#"emails[not (value pr)]"#))
        #expect(try !ada.satisfies(#"phoneNumbers[not (value pr)]"#))
        #expect(try ada.satisfies(#"not (phoneNumbers[value pr]) and emails.type ne "other""#))
    }
}

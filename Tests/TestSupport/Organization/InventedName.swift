/// A name of nobody, in one of many scripts.
struct InventedName {
    let given: String
    let family: String

    init(_ random: inout SplitMix64) {
        // Most are Latin, as in most organisations.
        let script = random.below(10) < 6 ? Self.latin : random.pick(Self.others)
        given = random.pick(script.starts) + random.pick(script.ends)
        family = random.pick(script.starts) + random.pick(script.ends) + random.pick(script.ends)
    }

    private typealias Script = (starts: [String], ends: [String])

    /// With marks both composed and combining, and letters whose case is delicate.
    private static let latin: Script = (
        [
            "Mar", "Jo", "\u{C9}ly", "Zo\u{308}", "\u{D1}u", "\u{141}u", "S\u{F8}f", "O'Ke",
            "\u{130}r",
        ],
        ["na", "ris", "ss\u{EB}", "\u{DF}a", "e\u{301}e", "on", "k\u{10D}i", "-Lu"]
    )

    private static let others: [Script] = [
        (["Ол", "Дми", "Ека", "Свя"], ["га", "трий", "рина", "тен"]),
        (["Αλε", "Νίκ", "Ελέ"], ["ξία", "ος", "νη"]),
        (["אב", "נו", "יע"], ["רם", "עה", "ל"]),
        (["مح", "نو", "لي"], ["مود", "ر", "لى"]),
        (["अनि", "सुम", "रा"], ["का", "न", "धा"]),
        (["王", "李", "欧阳"], ["明", "小芳", "伟"]),
        (["たな", "やま"], ["か", "だ"]),
        (["김", "박"], ["민수", "지은"]),
        (["สม", "วิ"], ["ชาย", "ภา"]),
    ]

    /// The first half of a login.
    static let logins = [
        "maro", "jole", "Zuni", "lufa", "sofi", "KENO", "irna", "teva", "ola", "nuri",
    ]
}

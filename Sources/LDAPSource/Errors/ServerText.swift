/// What of a server's free text may stand in a log.
enum ServerText {
    /// `text` up to the first word that looks like a part of a DN, a mail address or a quotation,
    /// with line breaks as spaces.
    ///
    /// DNs hold spaces and commas, so nobody can tell where one ends: the rest is withheld.
    /// **Shape:** at most 200 characters and a mark.
    static func safe(_ text: String) -> String {
        let words = text.split { $0.isWhitespace || $0.isNewline }
        let shown = words.prefix { !$0.contains(where: { "=@\"'<".contains($0) }) }
        let sentence = shown.map { String($0.filter { !$0.isControl }) }.joined(separator: " ")
        let isWhole = shown.count == words.count && sentence.count <= 200
        if isWhole { return sentence }
        return sentence.isEmpty ? "(rest withheld)" : sentence.prefix(200) + " (rest withheld)"
    }
}

extension Character {
    fileprivate var isControl: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}

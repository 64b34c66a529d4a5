import Diagnostics
import Directory

extension YAMLValue {
    /// The text of a scalar, also of an empty one.
    private func scalar(_ expected: String) -> String? {
        guard case .text(let text, _) = node.content else { return fail(expected) }
        return text
    }

    /// A whole number in decimal digits.
    public func int(in range: ClosedRange<Int>) -> Int? {
        let (least, most) = (range.lowerBound, range.upperBound)
        let expected = least == most ? "\(least)" : "a whole number from \(least) to \(most)"
        guard let text = scalar(expected) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            report("yaml.wrong-value", "expected \(expected)")
            return nil
        }
        return number
    }

    /// `true` or `false`, and no other word: `yes` and `on` mean different things to different
    /// readers of YAML.
    public func bool() -> Bool? {
        guard let text = scalar("true or false") else { return nil }
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default:
            report("yaml.wrong-value", "expected true or false")
            return nil
        }
    }

    /// One of the cases, spelled exactly.
    public func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        word(among: Choice.allCases.map(\.rawValue)).flatMap(Choice.init(rawValue:))
    }

    /// One of the words, spelled exactly.
    public func word(among words: [String]) -> String? {
        let expected = words.count == 1 ? words[0] : "one of " + words.joined(separator: ", ")
        guard let text = scalar(expected) else { return nil }
        guard words.contains(text) else {
            report(
                "yaml.wrong-value", "expected \(expected)",
                hint: Suggestion.hint(for: text, among: words))
            return nil
        }
        return text
    }

    /// A number and a unit without a space: `250ms`, `10s`, `5m`, `1h`, `7d`.
    public func duration() -> Duration? {
        let expected = "a duration such as 10s, 5m or 1h"
        guard let text = scalar(expected) else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let milliseconds: [Substring: Int64] = [
            "ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
        ]
        guard let number = Int64(digits), let unit = milliseconds[text[digits.endIndex...]] else {
            report("yaml.wrong-value", "expected \(expected)")
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit)
        guard !overflow else {
            report("yaml.wrong-value", "the duration is too long")
            return nil
        }
        return .milliseconds(product)
    }

    /// A day, `YYYY-MM-DD`: its first second in UTC.
    public func day() -> Timestamp? {
        let expected = "a day such as 2026-12-31"
        guard let text = scalar(expected) else { return nil }
        guard text.utf8.count == 10, let moment = Timestamp(text) else {
            report("yaml.wrong-value", "expected \(expected)")
            return nil
        }
        return moment
    }
}

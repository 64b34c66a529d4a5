import Foundation

/// A line of the table.
struct Finding {
    /// What was done.
    let work: String
    /// On how many people; nil where that is said otherwise.
    var people: Int?
    /// What was measured, with its unit.
    let measured: String
    /// What it is held against.
    let against: String
    /// Measured over what it is held against, or the size in MB.
    let figure: Double
    /// The same for the client's CPU; nil where it says nothing.
    var cpu: Double?
    /// The figure may not be more; nil for what others do, which is there to be looked at.
    var must: Double?
    /// The figure should not be more; nil where there is no further goal.
    var goal: Double?
    /// `×`, `MB`, or nothing.
    var unit = "×"
    /// How it grows with the people, which is told when it was measured at two sizes or more.
    var growth: Growth?

    private var verdict: String {
        if let goal, figure <= goal { return "goal" }
        return must.map { figure <= $0 ? "must" : "**missed**" } ?? ""
    }

    /// In Markdown, for the README.
    static func table(_ findings: [Finding]) -> String {
        let head = [
            "| Work | Measured | Against | Figure | CPU | Must | Goal | Reached |",
            "|---|---|---|---|---|---|---|---|",
        ]
        return (head + findings.map(\.line)).joined(separator: "\n")
    }

    private var line: String {
        let unit = unit.isEmpty ? "" : " " + unit
        func limit(_ number: Double?) -> String {
            number.map { "≤ " + Self.text($0) + unit } ?? ""
        }
        let cells = [
            people.map { "\(work) (\($0) people)" } ?? work, measured, against,
            Self.text(figure) + unit, cpu.map { Self.text($0) + " ×" } ?? "", limit(must),
            limit(goal), verdict,
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    static func text(_ number: Double) -> String { String(format: "%.2f", number) }
}

extension Finding {
    /// The time of one series of runs against that of another.
    /// - Parameter growth: the power of the number of people with which the time may grow.
    static func time(
        _ work: String, _ people: Int, _ series: Series, against other: Series,
        must: Double? = nil, goal: Double? = nil, growth: Double? = nil
    ) -> Finding {
        Finding(
            work: work, people: people, measured: text(series.wall) + " s",
            against: text(other.wall) + " s", figure: series.wall / other.wall,
            cpu: series.cpu / other.cpu, must: must, goal: goal,
            growth: Growth(seconds: series.wall, most: growth))
    }

    /// The largest size of one series of runs, beside that of another. The limits are given for 100,000
    /// and 1,000,000 people.
    static func memory(
        _ work: String, _ people: Int, _ series: Series, beside other: Series
    ) -> Finding {
        let isLarge = people > 100_000
        return memory(
            work, people, series, beside: other, must: isLarge ? 400 : 120,
            goal: isLarge ? 200 : 60)
    }

    /// The same with other limits.
    static func memory(
        _ work: String, _ people: Int, _ series: Series, beside other: Series, must: Double?,
        goal: Double? = nil
    ) -> Finding {
        let megabytes = Double(series.peak) / 1e6
        return Finding(
            work: "\(work), peak memory", people: people, measured: text(megabytes) + " MB",
            against: text(Double(other.peak) / 1e6) + " MB", figure: megabytes, must: must,
            goal: goal, unit: "MB")
    }
}

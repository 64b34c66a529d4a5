import Foundation

/// A line of the table.
struct Finding {
    /// What was done, on how much.
    let work: String
    /// What was measured, with its unit.
    let measured: String
    /// What it is held against.
    let against: String
    /// Measured over what it is held against, or the size in MB.
    let figure: Double
    /// The same for the client's CPU; nil where it says nothing.
    var cpu: Double?
    /// The figure may not be more.
    let must: Double
    /// The figure should not be more; nil where there is no further goal.
    let goal: Double?
    /// `×` or `MB`.
    var unit = "×"

    private var verdict: String {
        if let goal, figure <= goal { return "goal" }
        return figure <= must ? "must" : "**missed**"
    }

    /// In Markdown, for the README.
    static func table(_ findings: [Finding]) -> String {
        let head = [
            "| Work | Measured | Against | Figure | CPU | Must | Goal | Reached |",
            "|---|---|---|---|---|---|---|---|",
        ]
        let lines = findings.map { finding in
            let unit = " " + finding.unit
            let cells = [
                finding.work, finding.measured, finding.against, text(finding.figure) + unit,
                finding.cpu.map { text($0) + " ×" } ?? "", "≤ " + text(finding.must) + unit,
                finding.goal.map { "≤ " + text($0) + unit } ?? "", finding.verdict,
            ]
            return "| " + cells.joined(separator: " | ") + " |"
        }
        return (head + lines).joined(separator: "\n")
    }

    static func text(_ number: Double) -> String { String(format: "%.2f", number) }
}

import Foundation

/// How the time of a work grows with the number of people: as a power of it, by which 0 is flat, 1 is
/// linear and 2 is quadratic.
struct Growth {
    let seconds: Double
    /// The largest power that is allowed; nil for what others do.
    let most: Double?

    /// A line for each work that was measured at several sizes: from the smallest to the largest.
    static func findings(of findings: [Finding]) -> [Finding] {
        var seen: Set<String> = []
        return findings.map(\.work).filter { seen.insert($0).inserted }.compactMap { work in
            let points = findings.filter { $0.work == work }.compactMap { finding in
                finding.growth.flatMap { growth in finding.people.map { ($0, growth) } }
            }.sorted { $0.0 < $1.0 }
            guard let small = points.first, let large = points.last, small.0 < large.0 else {
                return nil
            }
            return Finding(
                work: "\(work): growth, as a power of the people",
                measured: at(large), against: at(small),
                figure: log(large.1.seconds / small.1.seconds)
                    / log(Double(large.0) / Double(small.0)),
                must: large.1.most, unit: "")
        }
    }

    private static func at(_ point: (people: Int, growth: Growth)) -> String {
        "\(Finding.text(point.growth.seconds)) s at \(point.people)"
    }
}

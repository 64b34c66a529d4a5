import Entitlements

/// What a guard measured as a bar, with its limit as a mark on it.
struct GuardMeter {
    /// An SVG with its words for who cannot see it.
    let picture: Markup

    /// The larger of measured and limit fills the bar.
    init(_ finding: GuardFinding) {
        let scale = Double(max(finding.measured, finding.limit, 1))
        func position(_ value: Int) -> Int { Int(Double(max(0, value)) / scale * 150) }
        let color = finding.measured > finding.limit ? "r" : "g"
        let words =
            "\(finding.measured.grouped) measured, the limit is \(finding.limit.grouped)"
        picture = """
            <svg viewBox="0 0 160 18" role="img" aria-label="\(words)">\
            <rect class="track" x="4" y="7" width="152" height="4" rx="2"/>\
            <rect class="\(color)" x="4" y="5" width="\(position(finding.measured))" height="8" rx="2"/>\
            <path class="tick" d="M\(position(finding.limit) + 4) 2v14"/></svg>
            """
    }
}

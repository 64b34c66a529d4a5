/// Metrics as Prometheus reads them.
///
/// **Shape:** families one after the other, each with its help and type before its samples.
/// - SeeAlso: the text-based format of Prometheus's exposition formats, version 0.0.4
struct PrometheusText {
    enum Kind: String { case counter, gauge, histogram }

    /// One line.
    struct Sample {
        /// After the family's name: `_bucket` and so on of a histogram.
        var suffix = ""
        var labels: KeyValuePairs<String, String> = [:]
        let value: Double
    }

    private(set) var text = ""

    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        text += "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
            let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
            text += "\(name)\(sample.suffix)\(list) \(Self.number(sample.value))\n"
        }
    }

    /// A line feed would begin another line, and a quote end the value.
    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whole numbers as such: a time in seconds is easier to read so.
    static func number(_ value: Double) -> String {
        if value == .infinity { return "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}

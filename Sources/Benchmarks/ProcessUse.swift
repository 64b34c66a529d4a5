import Foundation

/// What a running process has taken until now.
struct ProcessUse {
    /// User and system time. **Units:** seconds, in hundredths.
    let cpu: Double
    /// The largest resident size. **Units:** bytes.
    let peak: Int

    /// Nil when there is no such process.
    init?(of pid: pid_t) {
        guard let peak = Self.peak(of: pid),
            let times = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        else { return nil }
        self.peak = peak
        // After the name, which may hold anything: the 12th and 13th of what follows.
        let end = times.lastIndex(of: ")") ?? times.startIndex
        let fields = times[end...].split(separator: " ")
        cpu = fields.dropFirst(12).prefix(2).compactMap { Double($0) }.reduce(0, +) / 100
    }

    /// ``peak`` alone, which costs less to look at.
    static func peak(of pid: pid_t) -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = Int(line.filter(\.isNumber))
        else { return nil }
        return kilobytes * 1024
    }
}

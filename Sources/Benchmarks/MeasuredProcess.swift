import Foundation

/// What one run of a program took.
struct Measurement {
    /// **Units:** seconds.
    let wall: Double
    /// User and system time of the program itself. **Units:** seconds.
    let cpu: Double
    /// The largest resident size. **Units:** bytes.
    let peak: Int
}

/// A program that is run and measured.
struct MeasuredProcess {
    /// The program did not do what was to be measured.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let program: String
    let arguments: [String]
    /// Beside that of this process.
    var environment: [String: String] = [:]
    /// What standard output is written to.
    let output: String

    /// - Throws: ``Failure`` when the program ends with another status than `expected`.
    func run(expecting expected: Set<Int32> = [0]) throws -> Measurement {
        let clock = ContinuousClock()
        let start = clock.now
        let pid = try spawn()
        var status: Int32 = 0
        var usage = rusage()
        var peak = 0
        // Sampled, since the system's own figure starts with the size of the program that spawned.
        while wait4(pid, &status, WNOHANG, &usage) == 0 {
            peak = max(peak, ProcessUse.peak(of: pid) ?? 0)
            usleep(1000)
        }
        let wall = clock.now - start
        let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
        guard expected.contains(code) else {
            let said = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            throw Failure(description: "\(program) ended with \(code): \(said.prefix(2000))")
        }
        return Measurement(
            wall: wall / .seconds(1),
            cpu: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            peak: peak)
    }

    private func spawn() throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            .map { "\($0.key)=\($0.value)" }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var settings = variables.map { strdup($0) } + [nil]
        defer { for word in words + settings { free(word) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, nil, &words, &settings)
        guard code == 0 else {
            throw Failure(
                description: "\(program): \(String(cString: strerror(code))); "
                    + "build everything first: swift build -c release")
        }
        return pid
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }
}

/// The measurements of several runs of one program.
struct Series {
    private var measurements: [Measurement] = []

    mutating func append(_ measurement: Measurement) { measurements.append(measurement) }

    var isEmpty: Bool { measurements.isEmpty }

    /// The median. **Units:** seconds.
    var wall: Double { measurements.map(\.wall).median }
    /// The median. **Units:** seconds.
    var cpu: Double { measurements.map(\.cpu).median }
    /// The largest. **Units:** bytes.
    var peak: Int { measurements.map(\.peak).max() ?? 0 }
}

extension [Double] {
    /// The upper one of an even number of values; not a number without any.
    var median: Double { isEmpty ? .nan : sorted()[count / 2] }
}

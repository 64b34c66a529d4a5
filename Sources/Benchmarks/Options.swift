import Foundation

/// The command line.
struct Options {
    /// What is wrong with the command line.
    struct Problem: Error {
        let description: String
    }

    /// The sizes of the organisations, measured one after the other.
    var people = [10_000, 100_000]
    /// How often each program runs.
    var runs = 5
    /// What is measured.
    var rows = Set(Row.allCases)
    /// The folder of the built programs; empty: they are built first.
    var programs = ""
    /// Then nothing is measured.
    var wantsHelp = false

    static let usage = """
        Measures Rollcall against a plain C reader of the same directory.

            swift run -c release Benchmarks [options]

          --people N,N…    sizes of the generated organisations (default: 10000,100000)
          --runs N         runs of each program, taken in turn; medians count (default: 5)
          --rows ROW,ROW…  \(Row.allCases.map(\.rawValue).joined(separator: ", ")) (default: all)
          --programs DIR   where the programs are (default: they are built, statically linked)
          --help

        Deploy/install-packages --tests installs what it measures beside. Let the machine be quiet.
        """

    /// - Throws: ``Problem``
    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            if name == "--help" || name == "-h" {
                wantsHelp = true
                return
            }
            guard ["--people", "--runs", "--rows", "--programs"].contains(name) else {
                throw Problem(description: "unknown option \(name)")
            }
            guard let value = rest.popFirst() else {
                throw Problem(description: "\(name) needs a value")
            }
            try set(name, value)
        }
    }

    private mutating func set(_ name: String, _ value: String) throws {
        let words = value.split(separator: ",").map(String.init)
        switch name {
        case "--people": people = try words.map { try Self.number($0, for: name) }
        case "--runs": runs = try Self.number(value, for: name)
        case "--programs": programs = value
        default:
            rows = Set(
                try words.map { word in
                    guard let row = Row(rawValue: word) else {
                        throw Problem(description: "unknown row \(word)")
                    }
                    return row
                })
        }
    }

    private static func number(_ text: String, for name: String) throws -> Int {
        guard let number = Int(text), number > 0 else {
            throw Problem(description: "\(name) needs a number above 0")
        }
        return number
    }
}

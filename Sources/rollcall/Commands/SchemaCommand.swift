import ArgumentParser
import Reporting

/// The JSON Schemas of what `--format json` prints.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema of an output.",
        discussion: """
              rollcall schema              the names
              rollcall schema sync         one schema
            """)

    @Argument(help: "The name of the output.")
    var name: OutputSchema?

    func run() {
        guard let name else {
            for schema in OutputSchema.allCases { Output.line(schema.rawValue) }
            return
        }
        StandardStreams.write(name.text)
    }
}

extension OutputSchema: ExpressibleByArgument {}

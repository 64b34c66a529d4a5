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
    var name: String?

    func run() throws {
        guard let name else {
            for name in JSONSchemas.names { Output.line(name) }
            return
        }
        guard let text = JSONSchemas.text(named: name) else {
            throw ValidationError(
                "no such schema; the names are \(JSONSchemas.names.joined(separator: ", "))")
        }
        StandardStreams.write(text)
    }
}

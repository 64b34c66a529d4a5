import ArgumentParser
import Diagnostics
import Reporting

/// The JSON Schemas of what `--format json` prints.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema of an output.",
        discussion: """
              rollcall schema              the names
              rollcall schema sync         one schema
              rollcall schema who-can      that of a command, or: rollcall schema changes reject
            """)

    @Argument(help: "The command, in one word or several.", completion: .list(OutputSchema.names))
    var command: [String] = []

    private var name: String { command.joined(separator: "-") }

    func validate() throws {
        guard !command.isEmpty, OutputSchema(command: name) == nil else { return }
        throw ValidationError(
            "No JSON output has that name: "
                + (Suggestion.hint(for: name, among: OutputSchema.names)
                    ?? "`rollcall schema` lists them."))
    }

    func run() {
        if let schema = OutputSchema(command: name) {
            StandardStreams.write(schema.text)
        } else {
            Output.lines(OutputSchema.names)
        }
    }
}

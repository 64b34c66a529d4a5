import ArgumentParser
import Diagnostics

/// A word where a command was to stand, and is none.
enum MistypedCommand {
    /// `did you mean "doctor"?`; nil when the words name a command, or none is near.
    /// - Parameter words: of the command line, as far as the first option.
    static func hint(for words: some Sequence<String>, in root: any ParsableCommand.Type) -> String?
    {
        var command = root
        for word in words where word != "help" {
            let inner = command.configuration.subcommands
            if inner.isEmpty { return nil }
            guard let next = inner.first(where: { $0._commandName == word }) else {
                return Suggestion.hint(for: word, among: inner.map { $0._commandName })
            }
            command = next
        }
        return nil
    }
}

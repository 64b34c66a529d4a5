import Directory
import Entitlements

/// A list that the command line prints: for people a table, for machines an object.
public protocol Listing: Sendable {
    /// What stands above the table; empty when there is nothing to say.
    var heading: String { get }
    var table: Table { get }
    /// The members of the JSON output beside `formatVersion`.
    var document: [String: JSONValue] { get }
}

extension Listing {
    public var heading: String { "" }

    /// The listing in that form, its last line ended.
    public func text(as format: ListingFormat) -> String {
        var output = ""
        switch format {
        case .text(let terminal):
            if !heading.isEmpty { output += heading.legible + "\n\n" }
            TerminalTable(terminal).render(table, into: &output)
        case .json: JSONDocument.write(document, into: &output)
        case .markdown:
            if !heading.isEmpty { output += heading.markdown + "\n\n" }
            MarkdownTable().render(table, into: &output)
        case .csv: CSVTable().render(table, into: &output)
        }
        return output
    }
}

/// How a ``Listing`` is written.
public enum ListingFormat: Sendable, Hashable {
    case text(Terminal)
    case json
    case markdown
    case csv
}

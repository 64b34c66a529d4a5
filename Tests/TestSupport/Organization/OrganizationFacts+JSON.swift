import Foundation

extension OrganizationFacts {
    /// The facts as a file, in the shape of `rollcall directory export --format json`.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// Reads what the command printed; keys that the facts do not have are passed over.
    public init(json: Data) throws {
        self = try JSONDecoder().decode(OrganizationFacts.self, from: json)
    }
}

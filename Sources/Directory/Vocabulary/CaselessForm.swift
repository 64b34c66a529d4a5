import Foundation

extension String {
    /// The same letters for a comparison by bytes: equal for all spellings of a login, address or name
    /// that differ in case, or in how their letters are composed, alone. Where labels are compared as
    /// texts, they are equal for the same spellings.
    public var caselessForm: String {
        let lowered = lowercased()
        // Nearly always; ASCII is composed already.
        if lowered.utf8.allSatisfy({ $0 < 0x80 }) { return lowered }
        return lowered.precomposedStringWithCanonicalMapping
    }
}

/// Why a run looks at everybody, though its sources told what has changed. **Shape:** the raw value is
/// said in the log.
public enum WholeReason: String, Error, Sendable, Hashable, CaseIterable {
    case wholeReading = "a source was read as a whole"
    case otherInputs = "the last run had something else to go by"
    case peopleByValues = "a scope names people by what others say of themselves"
    case unread = "of somebody or of a group something could not be read"
    case unsettledLabel = "a label came back under another anchor"
    case linkedAccounts = "somebody has an account of a source that is not configured"
    case namedLogin = "a login that the mapping files name changed hands"
    case tooMany = "too many may be concerned"
    case findings = "what was found odd is about everybody"
    case loop = "groups contain each other, or people report to each other"
    case unproved = "something is not proved"
    case tests = "a test of the mapping files fails"
}

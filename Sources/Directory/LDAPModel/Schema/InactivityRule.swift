/// What shows that an account is locked, terminated or disabled.
public enum InactivityRule: Sendable, Hashable {
    /// The entry has the attribute, whatever its value. Right for `pwdAccountLockedTime`: its
    /// `000001010000Z` means locked until somebody unlocks it, any other time a lock that the server
    /// takes away by itself; both are inactive as long as the attribute is there.
    case present(String)
    /// The attribute has the value, letters compared without case; right for `employeeType`, and
    /// for switches such as `nsAccountLock` that are `TRUE` or `true`.
    case equals(String, String)

    /// The attribute that must be asked for.
    public var attribute: String {
        switch self {
        case .present(let attribute), .equals(let attribute, _): attribute
        }
    }

    /// Whether one value of the attribute shows it.
    func isShown(by value: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .present: true
        case .equals(_, let wanted):
            value.isASCII
                ? wanted.utf8.count == value.count
                    && zip(wanted.utf8, value).allSatisfy { $0.lowered == $1.lowered }
                : String(decoding: value, as: UTF8.self).lowercased() == wanted.lowercased()
        }
    }
}

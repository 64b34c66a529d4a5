/// What shows that an account is locked, terminated, disabled or at its end.
public enum InactivityRule: Sendable, Hashable {
    /// The entry has the attribute, whatever its value. Right for `pwdAccountLockedTime`: its
    /// `000001010000Z` means locked until somebody unlocks it, any other time a lock that the server
    /// takes away by itself; both are inactive as long as the attribute is there.
    case present(String)
    /// The attribute has the value, letters compared without case; right for `employeeType`, and
    /// for switches such as `nsAccountLock` that are `TRUE` or `true`.
    case equals(String, String)
    /// The number that every entry has under this name has one of these bits; right for
    /// `userAccountControl`, whose 2 means disabled. An entry that does not show it may be inactive:
    /// nothing is concluded from it.
    case anyBit(String, of: Int64)
    /// The moment is reached, in tenths of a microsecond since 1601; right for `accountExpires`.
    /// 0 and 2^63−1 are no moment, but "never".
    /// - SeeAlso: MS-ADA1, `accountExpires`
    case reached(String)

    /// The attribute that must be asked for.
    public var attribute: String {
        switch self {
        case .present(let attribute), .equals(let attribute, _), .anyBit(let attribute, _),
            .reached(let attribute):
            attribute
        }
    }

    /// Whether every entry of a person has the attribute; nothing is concluded from one without it.
    package var isAlwaysThere: Bool {
        if case .anyBit = self { true } else { false }
    }

    /// Whether one value of the attribute shows it at that time; nil when the value should be a
    /// number and is none.
    func isShown(by value: UnsafeBufferPointer<UInt8>, at now: Timestamp) -> Bool? {
        switch self {
        case .present: true
        case .equals(_, let wanted):
            value.isASCII
                ? wanted.utf8.count == value.count
                    && zip(wanted.utf8, value).allSatisfy { $0.lowered == $1.lowered }
                : String(decoding: value, as: UTF8.self).lowercased() == wanted.lowercased()
        case .anyBit(_, let bits):
            Int64(String(decoding: value, as: UTF8.self)).map { $0 & bits != 0 }
        case .reached:
            Int64(String(decoding: value, as: UTF8.self)).map { Self.isReached($0, at: now) }
        }
    }

    private static func isReached(_ moment: Int64, at now: Timestamp) -> Bool {
        guard moment != 0, moment != .max else { return false }
        return moment / 10_000_000 - secondsFrom1601To1970 <= now.secondsSinceEpoch
    }

    private static let secondsFrom1601To1970: Int64 = 11_644_473_600

    /// What finds those whom it shows as inactive; nil when no filter of every
    /// server's can say it, or it depends on the time.
    package var filter: LDAPFilter? {
        switch self {
        case .present(let attribute): .present(attribute)
        case .equals(let attribute, let value): .equals(attribute, value)
        case .anyBit, .reached: nil
        }
    }

    /// What finds those who come to it by time alone between the two moments, whichever is the
    /// later, and perhaps some more; nil when nobody does.
    package func filter(between one: Timestamp, and other: Timestamp) -> LDAPFilter? {
        guard case .reached(let attribute) = self else { return nil }
        func value(_ time: Timestamp, plus seconds: Int64) -> [UInt8] {
            let seconds = time.secondsSinceEpoch + Self.secondsFrom1601To1970 + seconds
            return Array(String(max(1, seconds * 10_000_000)).utf8)
        }
        return .and([
            .greaterOrEqual(attribute, value(min(one, other), plus: 0)),
            .lessOrEqual(attribute, value(max(one, other), plus: 1)),
        ])
    }
}

extension StringProtocol {
    /// Whether the host of that name or address is this machine, whatever a name server says: what is
    /// said to it stays here. **Shape:** an IPv6 address without brackets.
    package var isLoopbackHost: Bool {
        if lowercased() == "localhost" || self == "::1" { return true }
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// What goes wrong when a search comes to an entry: a fault of the real server, in the middle of a real
/// answer. Needs ``SlapdOptions/Overlay/plantedFaults``.
/// - SeeAlso: slapo-retcode(5)
public enum PlantedFault: Sendable, Hashable {
    /// The answer ends there with this result code.
    case result(Int)
    /// The server needs so many seconds for the entry.
    case delay(seconds: Int)

    fileprivate var attributes: [String] {
        switch self {
        case .result(let code): ["errCode: \(code)"]
        case .delay(let seconds): ["errCode: 0", "errSleepTime: \(seconds)"]
        }
    }
}

extension SlapdOptions.Overlay {
    /// Lets a test plant a ``PlantedFault``.
    public static let plantedFaults = SlapdOptions.Overlay.other(
        "retcode", lines: ["retcode-indir", "retcode-parent \"cn=none,dc=example,dc=org\""])
}

extension SlapdServer {
    /// From now on searches come to grief at this entry.
    public func plant(_ fault: PlantedFault, at dn: String) throws {
        let lines = ["objectClass: errAuxObject", "errOp: search"] + fault.attributes
        try change(dn, lines.map { "add: \($0.prefix { $0 != ":" })\n\($0)" })
    }

    /// The fault passes.
    public func heal(_ fault: PlantedFault, at dn: String) throws {
        let lines = ["objectClass: errAuxObject", "errOp: search"] + fault.attributes
        try change(dn, lines.map { "delete: \($0.prefix { $0 != ":" })\n\($0)" })
    }

    private func change(_ dn: String, _ parts: [String]) throws {
        try modify(
            ldif: "dn: \(dn)\nchangetype: modify\n" + parts.joined(separator: "\n-\n") + "\n")
    }
}

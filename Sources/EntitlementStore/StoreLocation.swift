/// Where a store is, as the configuration writes it.
public enum StoreLocation: Sendable, Hashable {
    /// A database file; its folder must exist.
    case sqlite(path: String)

    /// Parses `sqlite:PATH`. A relative path is the caller's to resolve.
    /// - Throws: ``StoreError/Code/unsupportedLocation`` for any other kind; `postgresql://` is not
    ///   available yet in this build.
    public init(parsing text: String) throws(StoreError) {
        let scheme = "sqlite:"
        guard text.hasPrefix(scheme), text.utf8.count > scheme.utf8.count else {
            let kind = text.prefix { $0 != ":" }
            throw StoreError(.unsupportedLocation, while: .open, detail: "kind \(kind)")
        }
        self = .sqlite(path: String(text.dropFirst(scheme.count)))
    }

    /// The same with a relative path taken from the given folder.
    public func resolved(in folder: String) -> StoreLocation {
        switch self {
        case .sqlite(let path) where path.hasPrefix("/"): self
        case .sqlite(let path): .sqlite(path: "\(folder)/\(path)")
        }
    }
}

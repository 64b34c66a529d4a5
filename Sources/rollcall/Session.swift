import Diagnostics
import Directory
import DirectorySync
import EntitlementStore
import LDAPSource
import LDIFSource
import RoleMapping
import SCIMSource
import SiteConfiguration

/// The composition root: what one invocation works with, made from the configuration.
struct Session {
    /// Checked as a whole.
    let configuration: Configuration
    /// Given to whoever needs the time.
    let clock = SystemClock.now

    /// Of a command that begins.
    /// - Parameter logLevel: nil leaves the choice to ``Log``.
    /// - Throws: ``ConfigurationError``
    init(_ options: CommonOptions, logLevel: CommonOptions.LogLevel? = nil) throws {
        try SystemClock.check()
        try self.init(path: options.configurationPath)
        Log.start(options.logLevel ?? logLevel, clock: clock)
    }

    /// Of one that goes on: the file is read anew.
    /// - Throws: ``ConfigurationError``
    init(path: String) throws { configuration = try ConfigurationReader.read(path: path) }

    /// The mapping files, read anew.
    /// - Parameter say: gets the warnings; notes are told by `mappings lint`.
    /// - Throws: ``ConfigurationError``
    func mapping(
        say: (Diagnostic) -> Void = { StandardStreams.say($0) }
    ) throws -> RoleMapping {
        let loaded = MappingFolder.read(configuration.mappings).loaded
        guard let mapping = loaded.mapping else {
            throw ConfigurationError(diagnostics: loaded.diagnostics)
        }
        loaded.diagnostics.filter { $0.severity != .note }.forEach(say)
        return mapping
    }

    /// In the order of the configuration; nothing is connected yet.
    func sources() -> [any DirectorySource] {
        configuration.sources.map { source in
            switch source {
            case .ldap(let ldap): LDAPSource(configuration: ldap, clock: clock)
            case .ldif(let ldif): LDIFSource(ldif, now: clock)
            case .scim(let scim): SCIMSource(configuration: scim, clock: clock)
            }
        }
    }
}

extension [Diagnostic] {
    /// Whether what they are about may not be used.
    var hasErrors: Bool { contains { $0.severity == .error } }
}

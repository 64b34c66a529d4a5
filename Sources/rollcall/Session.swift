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

    /// - Throws: ``ConfigurationError``
    init(_ options: CommonOptions) throws {
        try SystemClock.check()
        configuration = try ConfigurationReader.read(path: options.configurationPath)
        Log.start(options.logLevel, clock: clock)
    }

    /// The mapping files, read anew; warnings go to standard error.
    /// - Throws: ``ConfigurationError``
    func mapping() throws -> RoleMapping {
        let loaded = MappingFolder.read(configuration.mappings).loaded
        guard let mapping = loaded.mapping else {
            throw ConfigurationError(diagnostics: loaded.diagnostics)
        }
        for finding in loaded.diagnostics { StandardStreams.say(finding) }
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

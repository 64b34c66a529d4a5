import Foundation

/// The servers that take seconds to start: one of each for all tests, with the same organisation.
///
/// Each is made on a thread of its own, so that nobody is held up who does not need it.
public enum SharedServers {
    public static let organization = GeneratedOrganization(people: 300, groups: 40, seed: 11)

    /// - Throws: ``DirectoryServer389/Failure``, ``Tool/Failure``
    public static func directoryServer389() async throws -> DirectoryServer389 {
        try await made389.value
    }

    /// - Throws: ``SambaDomain/Failure``, ``Tool/Failure``
    public static func activeDirectory() async throws -> SambaDomain { try await madeDomain.value }

    private static let threads = (OwnThreads("389 Directory Server"), OwnThreads("Samba"))

    private static let made389 = Task(executorPreference: threads.0) {
        let folder = try TemporaryFolder("organisation")
        let path = folder.url("organisation.ldif").path
        try organization.writeLDIF(for: .directoryServer389, toPath: path)
        return try DirectoryServer389(ldifPath: path)
    }

    private static let madeDomain = Task(executorPreference: threads.1) {
        let domain = try SambaDomain.shared()
        try domain.modify(ldif: organization.activeDirectoryLDIF)
        let first = GeneratedOrganization.activeDirectoryFirstGroup
        if let number = try domain.number(ofGroup: first) {
            try domain.modify(
                ldif: organization.activeDirectoryPrimaryGroupLDIF(number: number))
        }
        return domain
    }
}

import Foundation

/// The servers that take seconds to start: one of each for all tests, with the same organisation.
public enum SharedServers {
    public static let organization = GeneratedOrganization(people: 300, groups: 40, seed: 11)

    /// - Throws: ``DirectoryServer389/Failure``, ``Tool/Failure``
    public static func directoryServer389() throws -> DirectoryServer389 { try made389.get() }

    /// - Throws: ``SambaDomain/Failure``, ``Tool/Failure``
    public static func activeDirectory() throws -> SambaDomain { try madeDomain.get() }

    private static let made389 = Result {
        let folder = try TemporaryFolder("organisation")
        let path = folder.url("organisation.ldif").path
        try organization.writeLDIF(for: .directoryServer389, toPath: path)
        return try DirectoryServer389(ldifPath: path)
    }

    private static let madeDomain = Result {
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

import Directory
import TestSupport
import Testing

@testable import SCIMSource

extension SCIMService {
    /// Reads it as a run would, patiently and without pauses.
    func fetch(pageSize: Int? = nil) async throws -> SourceReading {
        let url = try #require(HTTPURL(url))
        let configuration = SCIMConfiguration(
            id: SourceID("cloud"), url: url,
            http: HTTPConfiguration(authentication: .bearer(Secret { Self.token })),
            pageSize: pageSize)
        return try await SCIMSource(configuration: configuration, pace: .hurried()).fetch { _ in }
    }
}

extension SourceReading {
    /// Whom the accounts are, by their logins. **Shape:** sorted.
    var logins: [String] { accounts.compactMap { $0.attributes[.userName] }.sorted() }

    /// The logins of a group's direct members. **Shape:** sorted.
    func logins(inGroup display: String) -> [String]? {
        groups.first { $0.display == display }.map { names(of: $0).sorted() }
    }
}

extension Trait where Self == ConditionTrait {
    /// Loudly left out where the package could not be had.
    static func needs(_ peer: SCIMService.Peer) -> Self {
        .enabled(
            if: peer.isInstalled,
            "\(peer.rawValue) is not here: run Deploy/install-packages --tests")
    }
}

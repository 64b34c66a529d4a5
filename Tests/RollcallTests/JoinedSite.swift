import Foundation
import TestSupport
import Testing

/// A directory server and a SCIM service that describe one organisation, and the site that reads both.
final class JoinedSite {
    /// What the partners hold, whom the service alone knows.
    static let partners: Set = [
        "noa@partner.example.org insights-viewer department:Builder Relations",
        "pat@partner.example.org insights-viewer department:Builder Relations",
        "sol@partner.example.org insights-viewer department:Builder Relations",
    ]
    static let authority = "{department: corp, title: corp, manager: corp, active: all}"

    let site: Site
    let service: SCIMService

    init(authority: String = JoinedSite.authority) throws {
        site = try Site.served()
        let fixture = URL(filePath: Repository.path("Fixtures/small-scim.json"))
        try site.command.write(String(contentsOf: fixture, encoding: .utf8), to: "okta.json")
        try site.command.write(SCIMService.token, to: "token")
        service = try SCIMService.listing(site.command.folder.appending(path: "okta.json").path)
        try configure(authority: authority)
    }

    func configure(authority: String, okta: String? = nil) throws {
        let server = try #require(site.server)
        try site.configure(
            [Site.source(server.url), okta ?? Site.scim(service.url)],
            more: """
                correlation: {keys: [employeeNumber, emails.value]}
                authority: \(authority)
                """)
    }

    /// Brings everything into force that both sources together grant.
    func settle() throws {
        try site.settle()
        #expect(try site.entitlements() == SmallOrganization.entitlements.union(Self.partners))
    }
}

extension Site {
    /// A SCIM service as a source.
    static func scim(_ url: String, id: String = "okta", more: String = "") -> String {
        """
          - id: \(id)
            type: scim
            url: \(url)
            auth: {bearer: {file: token}}
        \(more)
        """
    }
}

import Testing
import TestSupport

extension Site {
    /// A site with a server, where everything that the rules grant is in force.
    static func settled(options: SlapdOptions = SlapdOptions()) throws -> Site {
        let site = try Site.served(options: options)
        try site.settle()
        return site
    }

    /// A run that must say that it could not read everything, must cost nobody anything, and must not
    /// pass for fresh.
    /// - Parameter reason: the code of the first reason; nil for any.
    func expectIncomplete(
        _ reason: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let fresh = try freshness()
        command.now = "2026-11-29T09:00:00Z"
        let run = try sync(exits: 1, sourceLocation: sourceLocation)
        #expect(run.run.outcome.string == "incomplete", sourceLocation: sourceLocation)
        #expect(run.sources[0].complete.bool == false, sourceLocation: sourceLocation)
        let found = run.sources[0].reasons[0].code.string
        #expect(found != nil && found == reason ?? found, "\(run)", sourceLocation: sourceLocation)
        #expect(run.changeSet.isNull, sourceLocation: sourceLocation)
        let held = try entitlements()
        #expect(held == SmallOrganization.entitlements, sourceLocation: sourceLocation)
        #expect(try freshness() == fresh, sourceLocation: sourceLocation)
    }

    /// A run that must find nothing to do.
    func expectUnchanged(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try sync(sourceLocation: sourceLocation)
        #expect(run.run.outcome.string == "unchanged", "\(run)", sourceLocation: sourceLocation)
        #expect(run.sources[0].complete.bool == true, sourceLocation: sourceLocation)
        let held = try entitlements()
        #expect(held == SmallOrganization.entitlements, sourceLocation: sourceLocation)
    }

    /// When the source was last read completely.
    func freshness() throws -> String? {
        try run("entitlements", "--format", "json").json.sources[0].completeAsOf.string
    }
}

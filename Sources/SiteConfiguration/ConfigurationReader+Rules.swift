import Diagnostics
import Directory
import Entitlements
import RoleMapping

/// What the configuration says about belief and guards.
extension ConfigurationReader {
    /// `{department: corp, manager: corp, active: all}`.
    func authority(_ value: YAMLValue, sources: [SourceID]) -> Authority? {
        guard let mapping = value.mappingOfAnyKeys() else { return nil }
        var attributes: [Attribute: SourceID] = [:]
        var manager: SourceID?
        var activity = Authority.Activity.all
        for (key, place, value) in mapping.entries {
            switch key {
            case "active": activity = self.activity(value, sources: sources) ?? .all
            case "manager": manager = source(value, among: sources)
            default:
                guard let attribute = Attribute(path: key) else {
                    value.reader.report(
                        .error, "configuration.unknown-attribute", "unknown attribute", at: place,
                        hint: Suggestion.hint(for: key, among: Attribute.allCases.map(\.path)))
                    continue
                }
                attributes[attribute] = source(value, among: sources)
            }
        }
        return Authority(attributes: attributes, manager: manager, activity: activity)
    }

    private func activity(_ value: YAMLValue, sources: [SourceID]) -> Authority.Activity? {
        switch value.word(among: ["all", "any"] + sources.map(\.rawValue)) {
        case "all": .all
        case "any": .any
        case let name?: .source(SourceID(name))
        case nil: nil
        }
    }

    private func source(_ value: YAMLValue, among sources: [SourceID]) -> SourceID? {
        guard let name = value.string() else { return nil }
        if sources.contains(SourceID(name)) { return SourceID(name) }
        let names = sources.map(\.rawValue)
        let are = "the \(names.count == 1 ? "source is" : "sources are") "
        value.report(
            "configuration.unknown-source", "no source is called \"\(name)\"",
            hint: Suggestion.hint(for: name, among: names) ?? are + names.joined(separator: ", "))
        return nil
    }

    /// What is left out, or wrong, keeps its default; what is wrong is reported.
    func guardLimits(_ value: YAMLValue) -> GuardLimits {
        var limits = GuardLimits()
        let keys = ["revocations", "privileged", "reactivations", "sourceShrinks", "lastHolder"]
        guard let guards = value.mapping(keys: keys) else { return limits }
        if let revocations = guards["revocations"]?.mapping(keys: ["percent", "count", "floor"]) {
            set(&limits.revocations.percent, revocations["percent"], in: 0...100)
            set(&limits.revocations.count, revocations["count"])
            set(&limits.revocations.floor, revocations["floor"])
        }
        set(&limits.privilegedCount, guards["privileged"]?.mapping(keys: ["count"])?["count"])
        set(&limits.reactivationsCount, guards["reactivations"]?.mapping(keys: ["count"])?["count"])
        set(
            &limits.sourceShrinksPercent,
            guards["sourceShrinks"]?.mapping(keys: ["percent"])?["percent"], in: 0...100)
        limits.lastHolder = guards["lastHolder"]?.bool() ?? limits.lastHolder
        return limits
    }

    private func set(
        _ limit: inout Int, _ value: YAMLValue?, in range: ClosedRange<Int> = 0...Int(Int32.max)
    ) {
        limit = value?.int(in: range) ?? limit
    }
}

import Diagnostics
import Entitlements

extension MappingDraft {
    /// Takes an element of `review.lanes`.
    mutating func readLane(_ value: YAMLValue) {
        guard
            let mapping = value.mapping(keys: ["name", "match", "decide", "approvers", "approvals"])
        else { return }
        let nameValue = mapping.required("name")
        let name = nameValue?.string()
        if let name, let nameValue { ids.append((.lane, name, nameValue.place)) }
        let match = readMatch(mapping.required("match"))
        let decision = readDecision(mapping)
        guard let name, let match, let decision else { return }
        lanes.append(Lane(name: name, match: match, decision: decision, place: value.place))
    }

    private mutating func readMatch(_ value: YAMLValue?) -> Lane.Match? {
        guard let mapping = value?.mapping(keys: ["action", "cause", "tier", "role", "most"]) else {
            return nil
        }
        return Lane.Match(
            actions: choices(mapping["action"]), causes: choices(mapping["cause"]),
            tiers: choices(mapping["tier"]),
            roles: (mapping["role"]?.listOrOne() ?? []).compactMap { readRoleName($0) },
            most: mapping["most"]?.int(in: 1...1_000_000))
    }

    /// One word or a list of them; an empty list would match nothing and reads as everything.
    private func choices<Choice: RawRepresentable & CaseIterable>(_ value: YAMLValue?) -> [Choice]
    where Choice.RawValue == String {
        guard let value else { return [] }
        let elements = value.listOrOne()
        if elements.isEmpty {
            value.report("mapping.empty-match", "the list is empty", hint: "leave the key out")
        }
        return elements.compactMap { $0.choice(Choice.self) }
    }

    private func readDecision(_ mapping: YAMLMapping) -> Lane.Decision? {
        if let decide = mapping["decide"] {
            guard decide.word(among: ["automatically"]) != nil else { return nil }
            guard mapping["approvers"] == nil, mapping["approvals"] == nil else {
                mapping.value.report(
                    "mapping.lane-decision", "the lane decides automatically and by people",
                    hint: "keep either decide or approvers")
                return nil
            }
            return .automatically
        }
        guard let value = mapping["approvers"] else {
            mapping.value.report(
                "mapping.lane-decision", "the lane names nobody who decides",
                hint: "write approvers, or decide: automatically")
            return nil
        }
        let elements = value.listOrOne()
        if elements.isEmpty { value.report("mapping.lane-decision", "the list is empty") }
        let approvers = elements.compactMap(readApprover)
        let count = mapping["approvals"].map { $0.int(in: 1...9) } ?? 1
        guard let count, !approvers.isEmpty else { return nil }
        return .approvals(count, by: approvers)
    }

    private func readApprover(_ value: YAMLValue) -> Approver? {
        guard let text = value.string() else { return nil }
        if let approver = Approver(text) { return approver }
        value.report(
            "mapping.approver", "this names no approver",
            hint: Suggestion.hint(for: text, among: ["roleOwner", "manager"])
                ?? "write roleOwner, manager, group:NAME or person:USERNAME")
        return nil
    }
}

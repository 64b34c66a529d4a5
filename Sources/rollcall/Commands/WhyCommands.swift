import ArgumentParser
import Directory
import Entitlements
import EntitlementStore
import Reporting
import Review
import SiteConfiguration

/// What the three explanations take.
struct WhyArguments: ParsableArguments {
    @Argument(help: "The person, by login.")
    var person: String

    @Argument(help: "The role.")
    var role: String

    @Option(
        help: "Only this scope, for example organization or reports:lee. (default: every scope)")
    var scope: String?

    @Option(help: "text, json or markdown.")
    var format: Format = .text

    @OptionGroup var asOf: AsOfOption

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, markdown }

    func rendered(_ explanation: Explanation) -> String {
        switch format {
        case .text: TerminalExplanation(Output.terminal).text(of: explanation)
        case .json: JSONExplanation().text(of: explanation)
        case .markdown: MarkdownExplanation().text(of: explanation)
        }
    }

    /// The question in the store's terms.
    /// - Throws: ``RequestError`` when nobody, or more than one, has a login; `StoreError`
    func resolved(in store: EntitlementStore) throws -> WhyQuestion {
        let moment = try asOf.moment()
        return WhyQuestion(
            person: try store.person(named: person, asOf: moment), role: RoleID(role),
            scope: try scope(in: store, moment), moment: moment)
    }

    /// - Throws: a usage error for what is no scope.
    func validate() throws {
        if let scope, Self.parts(of: scope) == nil {
            throw ValidationError(
                "--scope takes organization, or department:X, region:X, group:X, reports:LOGIN, "
                    + "person:LOGIN.")
        }
    }

    /// A kind, and what it is about: nothing for the organisation alone.
    private static func parts(of text: String) -> (kind: Scope.Kind, argument: String)? {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let argument = parts.count > 1 ? parts[1] : ""
        guard let kind = parts.first.flatMap(Scope.Kind.init),
            Scope(kind: kind, argument: argument) != nil
        else { return nil }
        return (kind, argument)
    }

    private func scope(in store: EntitlementStore, _ moment: Moment) throws -> Scope? {
        guard let scope, let (kind, argument) = Self.parts(of: scope) else { return nil }
        guard kind == .reports || kind == .person else {
            return Scope(kind: kind, argument: argument)
        }
        return Scope(
            kind: kind, argument: try store.person(named: argument, asOf: moment).rawValue)
    }
}

/// What is asked of the store: logins replaced by ids.
struct WhyQuestion {
    let person: PersonID
    let role: RoleID
    /// nil: every scope.
    let scope: Scope?
    let moment: Moment

    /// - Throws: ``RequestError`` for a role that nobody knows.
    func held(in store: EntitlementStore) throws -> Explanation {
        try known(
            store.explanation(person: person, role: role, scope: scope, asOf: moment), in: store)
    }

    /// What was lost.
    /// - Throws: ``RequestError`` for a role that nobody knows.
    func lost(in store: EntitlementStore) throws -> Explanation {
        try known(
            store.lostExplanation(person: person, role: role, scope: scope, asOf: moment), in: store
        )
    }

    /// - Throws: ``RequestError`` where there is no answer, since nobody knows the role.
    func known<Answer>(_ answer: Answer?, in store: EntitlementStore) throws -> Answer {
        guard let answer else { throw try RequestError.unknownRole(role, in: store, asOf: moment) }
        return answer
    }
}

/// `rollcall why`.
struct Why: RollcallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Why does somebody have a role? From the directory entry to the approver.",
        discussion: """
              rollcall why ada insights-viewer
              rollcall why ada insights-viewer --as-of 2026-11-01
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var question: WhyArguments

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        let asked = try question.resolved(in: store)
        let held = try asked.held(in: store)
        guard held.holdings.isEmpty else {
            StandardStreams.write(question.rendered(held))
            return .done
        }
        // What was held once must not look as if it never had been.
        let lost = try asked.lost(in: store)
        if !lost.holdings.isEmpty {
            StandardStreams.write(question.rendered(lost))
            StandardStreams.say("it was lost: this is what `rollcall why-lost` tells")
        } else {
            StandardStreams.write(question.rendered(held))
            StandardStreams.say("see `rollcall why-not` for what would grant it")
        }
        return .failed
    }
}

/// `rollcall why-lost`.
struct WhyLost: RollcallCommand {
    static let configuration = CommandConfiguration(
        abstract: "Why does somebody no longer have a role? Who decided, and when?",
        discussion: "  rollcall why-lost ada insights-admin")

    @OptionGroup var common: CommonOptions
    @OptionGroup var question: WhyArguments

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        let asked = try question.resolved(in: store)
        let lost = try asked.lost(in: store)
        guard lost.holdings.isEmpty else {
            StandardStreams.write(question.rendered(lost))
            return .done
        }
        let held = try asked.held(in: store)
        if !held.holdings.isEmpty {
            StandardStreams.write(question.rendered(held))
            StandardStreams.say("nothing of it was lost: this is what `rollcall why` tells")
        } else {
            StandardStreams.write(question.rendered(lost))
        }
        return .failed
    }
}

/// `rollcall why-not`.
struct WhyNot: RollcallCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Why does somebody not have a role? Each rule that grants it, and where it fails.",
        discussion: "  rollcall why-not grace insights-manager")

    @OptionGroup var common: CommonOptions
    @OptionGroup var question: WhyArguments

    func execute(_ session: Session) async throws -> ExitStatus {
        let store = try session.store()
        let asked = try question.resolved(in: store)
        let desk = ReviewDesk(store: store, correlation: session.configuration.correlation)
        let absence = try asked.known(
            desk.absence(
                of: asked.role, from: asked.person, scope: asked.scope,
                by: try session.mapping(in: store, asOf: asked.moment), asOf: asked.moment,
                at: session.clock()), in: store)
        let text =
            switch question.format {
            case .text: TerminalAbsence(Output.terminal).text(of: absence)
            case .json: JSONAbsence().text(of: absence)
            case .markdown: MarkdownAbsence().text(of: absence)
            }
        StandardStreams.write(text)
        return .done
    }
}

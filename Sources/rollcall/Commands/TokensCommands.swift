import ArgumentParser
import Directory
import EntitlementStore
import Entitlements
import Reporting

/// Who may read over the web.
struct TokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Let services read over the web, and take that back.",
        subcommands: [TokensCreate.self, TokensList.self, TokensRevoke.self])
}

/// `rollcall tokens create`.
struct TokensCreate: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token for a service; it is shown this once.",
        discussion: """
            The store keeps its hash alone. A token that reads lists people; one that checks only \
            learns whether somebody whom it can name holds a role.

              rollcall tokens create dashboard --scope read --days 90
              rollcall tokens create gate --scope check --format json
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption

    @Argument(help: "The service that gets it: lower-case letters, digits, - and _.")
    var name: String

    @Option(help: "What may be done with it: check or read. May be given several times.")
    var scope: [ReaderToken.Scope] = [.read]

    @Option(help: "For how many days.")
    var days = 90

    func validate() throws {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(allowed.contains) else {
            throw ValidationError(
                "The name has lower-case letters, digits, - and _ only, and at most 64 of them.")
        }
        guard (1...3650).contains(days) else {
            throw ValidationError("--days takes a number from 1 to 3650.")
        }
    }

    func execute(_ session: Session) async throws -> ExitStatus {
        var generator = SystemRandomNumberGenerator()
        let secret = TokenSecret(using: &generator)
        let now = session.clock()
        let token = try session.store(.readWrite).createToken(
            named: name, secret: secret, scopes: Set(scope), at: now,
            expires: now.advanced(bySeconds: Int64(days) * 86_400))
        switch output.format {
        case .json:
            Output.json(["token": .string(secret.text)].merging(token.json(at: now)) { $1 })
        case .text:
            Output.line(secret.text)
            StandardStreams.say(
                "until \(token.expires.readable); it is not shown again, only its hash is kept")
        }
        return .done
    }
}

/// `rollcall tokens list`.
struct TokensList: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens that were ever made, without the tokens.",
        discussion: "  rollcall tokens list")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption

    func execute(_ session: Session) async throws -> ExitStatus {
        let tokens = try session.store().tokens()
        let now = session.clock()
        switch output.format {
        case .json: Output.json(["tokens": .array(tokens.map { .object($0.json(at: now)) })])
        case .text:
            var table = Table(
                [
                    .init("name"), .init("scopes"), .init("created"), .init("expires"),
                    .init("state"),
                ],
                emptyNotice: "there are no tokens")
            for token in tokens {
                table.append([
                    token.name, token.scopes.sorted().map(\.rawValue).joined(separator: " "),
                    token.created.readable, token.expires.readable, token.state(at: now),
                ])
            }
            Output.table(table)
        }
        return .done
    }
}

/// `rollcall tokens revoke`.
struct TokensRevoke: RollcallCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a service's token back, within seconds and for good.",
        discussion: "  rollcall tokens revoke dashboard")

    @OptionGroup var common: CommonOptions
    @OptionGroup var output: FormatOption

    @Argument(help: "The name that it was made with.")
    var name: String

    func execute(_ session: Session) async throws -> ExitStatus {
        let now = session.clock()
        let token = try session.store(.readWrite).revokeToken(named: name, at: now)
        switch output.format {
        case .json: Output.json(token.json(at: now))
        case .text: Output.line("revoked")
        }
        return .done
    }
}

extension ReaderToken.Scope: ExpressibleByArgument {}

extension ReaderToken {
    /// One word: whether it opens anything.
    fileprivate func state(at time: Timestamp) -> String {
        isInForce(at: time) ? "in force" : revoked == nil ? "expired" : "revoked"
    }

    /// **Shape:** an element of `tokens` in `tokens-list.schema.json`.
    fileprivate func json(at time: Timestamp) -> [String: JSONValue] {
        [
            "name": .string(name), "scopes": .strings(scopes.sorted().map(\.rawValue)),
            "created": .string(created.description), "expires": .string(expires.description),
            "revoked": .optional(revoked?.description), "state": .string(state(at: time)),
        ]
    }
}

import Foundation
import TestSupport
import Testing

/// Tokens of an identity provider, or of the mesh, in place of our own.
@Suite(.blocking) struct IssuerTests {
    private static let noon = 1_795_348_800  // 2026-11-22T12:00:00Z

    /// Claims that open something, but for the changes.
    private func claims(_ changes: [String: String] = [:]) -> String {
        let usual = [
            "iss": #""https://login.example.org""#, "aud": #"["rollcall","other"]"#,
            "sub": #""dashboard""#, "exp": "\(Self.noon)", "groups": #"["insights-services"]"#,
        ]
        let members = usual.merging(changes) { $1 }.filter { !$0.value.isEmpty }
        return "{"
            + members.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }
            .joined(separator: ",") + "}"
    }

    private func serve(_ issuer: String, _ keys: String) throws -> ServedSite {
        let served = try ServedSite(
            more: "serve: {issuers: [\(issuer)]}",
            prepare: { site in
                try site.command.write(keys, to: "jwks.json")
                try site.settle()
            })
        served.token = nil
        return served
    }

    private let check = "/v1/check?person=ada&role=insights-viewer"

    @Test(arguments: SignedTokens.Kind.allCases)
    private func `a token opens what its claims say, and nothing when any part of it is wrong`(
        kind: SignedTokens.Kind
    ) throws {
        let issuer = try SignedTokens(kind)
        let stranger = try SignedTokens(kind)
        let served = try serve(
            """
            {issuer: "https://login.example.org", audience: rollcall, keys: {file: jwks.json},
             read: ["scope:rollcall.read"], check: ["groups:insights-services"]}
            """, #"{"keys":[{"kty":"odd","kid":"k0"},\#(try issuer.publicKey())]}"#)
        func status(_ token: String, _ path: String? = nil) throws -> Int {
            served.token = token
            return try served.ask(path ?? check).status
        }
        let token = try issuer.token(claims())
        #expect(try status(token) == 200)
        #expect(try status(token) == 200, "remembered")
        #expect(try status(token, "/v1/people") == 403)
        let reader = try issuer.token(claims(["scope": #""openid rollcall.read""#, "groups": ""]))
        #expect(try status(reader, "/v1/people") == 200)
        #expect(try status(try issuer.token(claims(["aud": #""rollcall""#]))) == 200)
        #expect(try status(try issuer.token(claims(["groups": #"["others"]"#]))) == 403)

        let before = Self.noon - 4 * 3600
        for (wrong, value) in [
            ("iss", #""https://login.example.org/""#), ("iss", ""), ("aud", #"["other"]"#),
            ("aud", ""), ("exp", ""), ("exp", "\(before)"), ("exp", #""never""#), ("sub", ""),
            ("nbf", "\(Self.noon)"),
        ] {
            #expect(
                try status(try issuer.token(claims([wrong: value]))) == 401, "\(wrong) \(value)")
        }
        for header in [
            #"{"alg":"none","kid":"k1"}"#, #"{"alg":"HS256","kid":"k1"}"#,
            #"{"alg":"RS512","kid":"k1"}"#, #"{"alg":"\#(kind.rawValue)"}"#,
            #"{"alg":"\#(kind.rawValue)","kid":"k2"}"#,
            #"{"alg":"\#(kind.rawValue)","kid":"k1","crit":["b64"]}"#, "x",
        ] {
            #expect(try status(try issuer.token(claims(), header: header)) == 401, "\(header)")
        }
        #expect(try status(try stranger.token(claims())) == 401)
        let parts = token.split(separator: ".")
        let other = SignedTokens.text(Data(claims(["sub": #""other""#]).utf8))
        for forged in [
            "\(parts[0]).\(other).\(parts[2])", "\(parts[0]).\(parts[1]).", "..",
            "\(parts[0]).\(parts[1]).\(parts[2].dropLast(8))",
        ] {
            #expect(try status(forged) == 401)
        }
        #expect(!served.said.contains("dashboard") && !served.said.contains(parts[2]))
    }

    @Test func `keys that are published later are found, and the mesh has a header of its own`()
        throws
    {
        let (old, new) = (try SignedTokens(.rs256), try SignedTokens(.rs256, named: "k2"))
        let keys = try TemporaryFolder("keys")
        try keys.write(#"{"keys":[\#(try old.publicKey())]}"#, to: "jwks.json")
        let port = try LoopbackSocket.freePort()
        let web = try ServerProcess(
            "/usr/bin/python3",
            ["-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", keys.path],
            log: keys.url("log"))
        for _ in 0..<500 where LoopbackSocket.connect(to: port).map({ close($0) }) == nil {
            usleep(10_000)
        }
        let served = try serve(
            """
            {issuer: login.example.org, header: X-Mesh-Authorization,
             keys: "http://127.0.0.1:\(port)/jwks.json", check: ["scp:mesh-internal"]}
            """, "{}")
        let mesh = claims([
            "iss": #""login.example.org""#, "aud": "", "scp": #"["mesh-internal"]"#,
        ])
        func status(_ token: String, _ field: String = "X-Mesh-Authorization") throws -> Int {
            try served.ask(check, headers: [field: token]).status
        }
        let token = try old.token(mesh)
        #expect(try status(token) == 200)
        #expect(try status("Bearer \(token)") == 200)
        #expect(try status("Bearer \(token)", "Authorization") == 401)
        try keys.write(
            #"{"keys":[\#(try old.publicKey()),\#(try new.publicKey())]}"#, to: "jwks.json")
        #expect(try status(try new.token(mesh)) == 401, "not asked again at once")
        #expect(web.isRunning)
    }

    @Test func `keys that cannot be had open nothing, and the log names whose they are`() throws {
        let served = try serve(
            """
            {issuer: login.example.org, audience: rollcall, keys: {file: jwks.json},
             check: ["groups:insights-services"]}
            """, "no keys")
        served.token = try SignedTokens(.es256).token(claims(["iss": #""login.example.org""#]))
        #expect(try served.ask(check).status == 401)
        let lines = served.said.split(separator: "\n").map { JSON(text: String($0)) }
        #expect(
            lines.contains {
                $0.message.string == "the keys of an issuer cannot be had"
                    && $0.issuer.string == "login.example.org"
            })
        #expect(!served.said.contains("dashboard"))
    }

    @Test func `an issuer that could let in too many, or nobody, is refused`() throws {
        let site = try Site.filed()
        let keys = "keys: {file: jwks.json}"
        for (issuer, said) in [
            ("{issuer: a, \(keys), check: [\"a:b\"]}", "audience"),
            ("{issuer: a, audience: b, \(keys)}", "open nothing"),
            ("{issuer: a, audience: b, \(keys), check: [ab]}", "claim"),
            ("{issuer: a, audience: b, check: [\"a:b\"]}", "keys"),
            ("{issuer: a, audience: b, keys: \"http://example.org\", check: [\"a:b\"]}", "https"),
        ] {
            try site.configure([Site.file()], more: "serve: {issuers: [\(issuer)]}")
            let output = try site.run("doctor")
            #expect(output.status == 2 && output.error.contains(said), "\(output.error)")
        }
    }
}

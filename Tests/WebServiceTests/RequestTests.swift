import Directory
import Entitlements
import Foundation
import HTTPTypes
import Testing

@testable import EntitlementStore
@testable import WebService

/// What is taken apart before anything is answered.
struct RequestTests {
    @Test func `a query is decoded as forms are, and nothing in it is guessed`() throws {
        let query = try Query("person=ada%2Bx&on=department%3ABuilder+Relations&empty")
        #expect(query["person"] == "ada+x" && query["on"] == "department:Builder Relations")
        #expect(query["empty"]?.isEmpty == true && query["role"] == nil)
        for bad in ["a=1&a=2", "a=%zz", "a=%ff"] {
            #expect(throws: WebProblem.self) { try Query(Substring(bad)) }
        }
        #expect(throws: WebProblem.self) { try query.allow(["person", "on"]) }
        #expect(throws: WebProblem.self) { try query.required("empty") }
        #expect(throws: WebProblem.self) { try Query("n=0").number("n", in: 1...9) }
    }

    @Test func `a walk through a list that changes meets who stays exactly once`() throws {
        func page(_ names: [String], _ after: String?) throws -> Page<String> {
            try Page(Query(Substring("limit=2" + (after.map { "&after=\($0)" } ?? ""))), of: names)
            {
                $0
            }
        }
        let first = try page(["a", "c", "e", "g"], nil)
        #expect(first.elements == ["a", "c"] && first.next == "c")
        // c goes, b and d come.
        let second = try page(["a", "b", "d", "e", "g"], first.next)
        #expect(second.elements == ["d", "e"])
        let third = try page(["a", "b", "d", "e", "g"], second.next)
        #expect(third.elements == ["g"] && third.next == nil)
        #expect(try page([], nil).elements.isEmpty)
        // What has one key stays together.
        #expect(try page(["a", "b", "b", "b", "c"], nil).elements == ["a", "b", "b", "b"])
    }

    @Test func `a client that asks too much waits, and others do not`() {
        let limiter = RateLimiter(perSecond: 2)
        let start = ContinuousClock.now
        for _ in 0..<4 { #expect(limiter.delay(of: .reader(.token(1)), at: start) == nil) }
        #expect(limiter.delay(of: .reader(.token(1)), at: start) == 1)
        #expect(limiter.delay(of: .reader(.token(2)), at: start) == nil)
        #expect(limiter.delay(of: .stranger("192.0.2.1"), at: start) == nil)
        let later = start + .seconds(1)
        #expect(limiter.delay(of: .reader(.token(1)), at: later) == nil)
        #expect(limiter.delay(of: .reader(.token(1)), at: later) == nil)
        #expect(limiter.delay(of: .reader(.token(1)), at: later) == 1)
    }

    @Test func `strangers from everywhere make nobody's count begin anew`() {
        let limiter = RateLimiter(perSecond: 1)
        let start = ContinuousClock.now
        for _ in 0..<2 { #expect(limiter.delay(of: .reader(.token(1)), at: start) == nil) }
        for number in 0..<30_000 {
            #expect(limiter.delay(of: .stranger("2001:db8::\(number)"), at: start) == nil)
        }
        #expect(limiter.delay(of: .reader(.token(1)), at: start) == 1)
    }

    @Test func `a list is asked for by so many attributes, and no more`() throws {
        let names = Array(repeating: "a", count: 100).joined(separator: ",")
        _ = try SearchRequest(Query(Substring("attributes=\(names)")))
        for name in ["attributes", "excludedAttributes"] {
            #expect(throws: WebProblem.self) {
                try SearchRequest(Query(Substring("\(name)=\(names),a")))
            }
        }
    }

    @Test func `a token opens what it is for, in its time`() throws {
        var generator = SystemRandomNumberGenerator()
        let secret = TokenSecret(using: &generator)
        func token(_ scopes: Set<ReaderToken.Scope>, revoked: Int64? = nil) -> ReaderTable {
            ReaderTable([
                ReaderToken(
                    number: 1, name: "gate", scopes: scopes, hash: secret.hash,
                    created: Timestamp(secondsSinceEpoch: 0),
                    expires: Timestamp(secondsSinceEpoch: 100),
                    revoked: revoked.map { Timestamp(secondsSinceEpoch: $0) })
            ])
        }
        func reader(_ table: ReaderTable, _ value: String?, at second: Int64 = 50) -> Reader? {
            var fields = HTTPFields()
            fields[.authorization] = value
            return try? table.reader(fields, at: Timestamp(secondsSinceEpoch: second))
        }
        let checker = try #require(reader(token([.check]), "bearer \(secret.text)"))
        #expect(throws: WebProblem.self) { try checker.require(.read) }
        try checker.require(.check)
        try #require(reader(token([.read]), "Bearer \(secret.text)")).require(.check)
        #expect(reader(token([.read]), "Bearer \(secret.text)", at: 100) == nil)
        #expect(reader(token([.read], revoked: 1), "Bearer \(secret.text)") == nil)
        for value in [nil, "", "Bearer", "Bearer ", "Basic \(secret.text)", secret.text] {
            #expect(reader(token([.read]), value) == nil)
        }
    }

    @Test func `what an issuer's token opened ends when its key may have been withdrawn`() throws {
        let claims = try JSONDecoder().decode(
            TokenClaims.self, from: Data(#"{"exp": 9000, "sub": "gate"}"#.utf8))
        let reader = Reader(
            id: .subject("gate", issuer: "mesh"), scopes: [.read], claims: claims,
            vouchedFor: Timestamp(secondsSinceEpoch: 1000))
        let knows = { ReaderTable().knows(reader, at: Timestamp(secondsSinceEpoch: $0)) }
        #expect(knows(1000) && knows(1359))
        #expect(!knows(1360))
    }

    @Test func `a request is named by its client, or by us`() {
        func id(_ given: String?) -> String {
            var fields = HTTPFields()
            fields[.requestID] = given
            return RequestID.of(fields)
        }
        #expect(id("abc-1_2") == "abc-1_2")
        for odd in [nil, "", "a b", "a\"b", String(repeating: "a", count: 65)] {
            #expect(id(odd).utf8.count == 16 && id(odd) != id(odd))
        }
    }

    @Test func `what a client has already is not sent again`() {
        let answer = WebAnswer(["a": 1])
        for known in ["W/\"x\"", "\"x\"", "\"y\", W/\"x\"", "*"] {
            let tagged = answer.tagged("W/\"x\"", known: known)
            #expect(tagged.status == .notModified && tagged.body.isEmpty)
        }
        for known in [nil, "W/\"y\"", "x"] {
            #expect(answer.tagged("W/\"x\"", known: known).status == .ok)
        }
    }
}

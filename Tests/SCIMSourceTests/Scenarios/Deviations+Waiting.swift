import Foundation
import WebTestSupport

@testable import SCIMSource

// P20, and what connections do

extension Deviation {
    static let waits = [
        Deviation("asks to wait, in seconds") { habits in
            habits.instead = { $0.isUsers(2) ? .notYet(429, wait: 7, ["Retry-After": "7"]) : nil }
        },
        Deviation("asks to wait, until a date") { habits in
            habits.instead = { question in
                guard question.isUsers(2) else { return nil }
                return .notYet(429, wait: 43, ["Retry-After": date(in: 45)])
            }
        },
        Deviation("asks to wait before it says anything") { habits in
            habits.instead = {
                $0.number == 0 ? .notYet(503, wait: 20, ["Retry-After": "20"]) : nil
            }
        },
        Deviation("asks to wait before each page", mostRequests: 40) { habits in
            habits.instead = {
                $0.isList && $0.visit % 2 == 0 ? .notYet(429, wait: 5, ["Retry-After": "5"]) : nil
            }
        },
        Deviation("asks to wait, and not how long") { habits in
            habits.instead = { $0.isUsers(2) ? .error(429) : nil }
        },
        Deviation("asks to wait for ever", .incomplete("rate-limited"), mostRequests: 11) {
            habits in
            habits.instead = {
                $0.isOfUsers ? .notYet(429, wait: 10, ["Retry-After": "10"]) : nil
            }
        },
        Deviation("asks to wait a day", .incomplete("rate-limited"), mostRequests: 7) { habits in
            habits.instead = {
                $0.isUsers(1) ? .notYet(429, wait: 86_400, ["Retry-After": "86400"]) : nil
            }
        },
        Deviation(
            "is slower than there is time", .incomplete("timed-out"), mostRequests: 12,
            configure: { $0.overall = .seconds(200) }
        ) {
            habits in
            habits.largestPage = 2
            habits.instead = {
                $0.isList && $0.visit % 2 == 0
                    ? .notYet(503, wait: 130, ["Retry-After": "130"]) : nil
            }
        },
    ]

    private static func date(in seconds: Double) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.string(from: Date.now.addingTimeInterval(seconds))
    }

    private static func wire(
        _ name: String, _ outcome: Outcome = .exact,
        configure: @escaping @Sendable (inout SCIMConfiguration) -> Void = { _ in },
        _ wire: @escaping @Sendable (ServiceQuestion, String) -> [RawWebServer.Step]?
    ) -> Deviation {
        Deviation(name, outcome, configure: configure) { $0.wire = wire }
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"

    static let wires = [
        wire("closes after each answer") { _, _ in nil },
        wire("resets once, in mid-list") { question, answer in
            question.isUsers(2) ? [.send(String(answer.prefix(300))), .reset] : nil
        },
        wire("resets for ever, in mid-list", .incomplete("connection-lost")) { question, answer in
            question.isOfUsers && question.visit > 1
                ? [.send(String(answer.prefix(300))), .reset] : nil
        },
        wire("breaks off once, in mid-list") { question, answer in
            question.isUsers(2) ? [.send(String(answer.dropLast(100)))] : nil
        },
        wire("breaks off for ever, in mid-list", .incomplete("connection-lost")) {
            question, answer in
            question.isOfUsers && question.visit > 1 ? [.send(String(answer.dropLast(100)))] : nil
        },
        wire(
            "is silent, in mid-list", .incomplete("timed-out"),
            configure: { $0.http.timeouts.firstByte = .milliseconds(500) }
        ) { question, _ in question.isUsers(2) ? [.hold] : nil },
        wire(
            "stalls in mid-page", .incomplete("timed-out"),
            configure: { $0.http.timeouts.stall = .milliseconds(500) }
        ) { question, _ in question.isUsers(2) ? [.send(head + "{"), .hold] : nil },
        wire(
            "trickles for ever", .incomplete("timed-out"),
            configure: { $0.http.timeouts.total = .seconds(1) }
        ) { question, _ in
            question.isUsers(2)
                ? [.send(head), .sendForEver(" ", every: .milliseconds(50))] : nil
        },
        wire("is slow, and gets there") { question, answer in
            question.isUsers(2)
                ? [
                    .send(String(answer.prefix(200))), .pause(.milliseconds(300)),
                    .send(String(answer.dropFirst(200))),
                ] : nil
        },
    ]
}

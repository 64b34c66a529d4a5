import Foundation
import RollcallClient
import Synchronization

/// A service in memory: it has a snapshot, or answers otherwise, and says at once when it has another.
final class ScriptedService: HTTPTransport {
    struct State {
        var file: [UInt8] = []
        var revision: Int64 = 0
        var tag = ""
        /// A status in place of every answer, with what it asks to wait.
        var status: (Int, wait: String?)?
        var isDown = false
        var requests: [String] = []
    }

    private let state = Mutex(State())

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
    var requests: [String] { state.withLock { $0.requests } }

    func get(
        _ url: URL, headers: [String: String], timeout: Duration
    ) async throws -> HTTPAnswer {
        let target = url.path + (url.query.map { "?\($0)" } ?? "")
        let known = headers["If-None-Match"]
        let state = state.withLock { state in
            state.requests.append(target)
            return state
        }
        if state.isDown { throw URLError(.cannotConnectToHost) }
        guard headers["Authorization"] == "Bearer secret" else { return answer(401) }
        if let (status, wait) = state.status {
            return answer(status, wait.map { ["Retry-After": $0] } ?? [:])
        }
        if url.path == "/v1/watch" { return try await news(behind: target) }
        return known == state.tag
            ? answer(304) : answer(200, ["ETag": state.tag], state.file)
    }

    private func news(behind target: String) async throws -> HTTPAnswer {
        while true {
            try Task.checkCancellation()
            let state = state.withLock { $0 }
            if state.isDown { throw URLError(.networkConnectionLost) }
            if !target.hasPrefix("/v1/watch?since=\(state.revision)&") {
                return answer(200, ["Rollcall-Revision": "\(state.revision)"])
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private func answer(
        _ status: Int, _ headers: [String: String] = [:], _ body: [UInt8] = []
    ) -> HTTPAnswer { HTTPAnswer(status: status, headers: headers, body: body) }
}

import Directory
import Foundation
import Logging
import Testing

@testable import DirectorySync

struct JSONLogHandlerTests {
    @Test func `an event is one line of JSON with sorted keys`() throws {
        let lines = Lines()
        let handler = JSONLogHandler(
            level: .info, clock: { Timestamp(secondsSinceEpoch: 0) }, write: lines.append)
        var logger = Logger(label: "test") { _ in handler }
        logger[metadataKey: "run"] = "7"
        logger.info("run recorded", metadata: ["outcome": "unchanged"])
        logger.debug("not wanted")
        #expect(
            lines.all == [
                #"{"at":"1970-01-01T00:00:00Z","level":"info","message":"run recorded","#
                    + #""outcome":"unchanged","run":"7"}"# + "\n"
            ])
    }

    /// `@unchecked Sendable`: the lines are behind `lock`.
    private final class Lines: @unchecked Sendable {
        private let lock = NSLock()
        private var lines: [String] = []
        var all: [String] { lock.withLock { lines } }
        @Sendable func append(_ line: String) { lock.withLock { lines.append(line) } }
    }
}

import Foundation
import Testing

/// Compares with the file of that name in `Fixtures/Reports`.
///
/// With `ROLLCALL_RECORD=1` the file is written, and the test fails, so that a recorded run is never
/// green.
func expectGolden(
    _ text: String, _ name: String, location: SourceLocation = #_sourceLocation
) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Fixtures/Reports/\(name)")
    if ProcessInfo.processInfo.environment["ROLLCALL_RECORD"] != nil {
        try Data(text.utf8).write(to: file)
        Issue.record("recorded \(name)", sourceLocation: location)
        return
    }
    let recorded = try Data(contentsOf: file)
    #expect(
        recorded == Data(text.utf8), "\(name) differs; look, then ROLLCALL_RECORD=1",
        sourceLocation: location)
}

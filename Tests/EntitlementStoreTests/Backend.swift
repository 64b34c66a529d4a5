import EntitlementStore
import TestSupport
import Testing

/// The databases that a store can be kept in: everything must be the same on each.
enum Backend: CaseIterable {
    case sqlite, postgreSQL

    /// The one that the test at hand runs on.
    @TaskLocal static var current = Backend.sqlite
}

/// Where the store of one test is; gone with its owner.
final class StorePlace {
    let location: StoreLocation
    /// nil for a server's.
    let folder: TemporaryFolder?
    /// nil for a file.
    let database: TestDatabase?

    /// A new one, in the database that the test runs on.
    /// - Parameter backend: nil for that.
    init(_ backend: Backend? = nil) throws {
        switch backend ?? .current {
        case .sqlite:
            let folder = try TemporaryFolder("store")
            location = .sqlite(path: "\(folder.path)/rollcall.db")
            self.folder = folder
            database = nil
        case .postgreSQL:
            let database = try TestDatabase()
            location = .postgreSQL(try PostgreSQLAddress(database.url))
            self.database = database
            folder = nil
        }
    }
}

/// Runs each test of a suite once on each database.
struct EveryEngine: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        for backend in Backend.allCases {
            try await Backend.$current.withValue(backend) { try await function() }
        }
    }
}

extension Trait where Self == EveryEngine {
    static var onEveryEngine: Self { Self() }
}

extension Trait where Self == IssueHandlingTrait {
    /// Says on which database it went wrong.
    static var namingTheEngine: Self {
        .compactMapIssues { issue in
            var issue = issue
            issue.comments.append("on \(Backend.current)")
            return issue
        }
    }
}

import Directory
import Foundation

/// Where the changes of a domain ended.
struct DirSyncPosition: ChangePosition {
    let cookie: Data
    /// Up to which moment accounts were looked at that come to their end by time.
    let time: Timestamp
    /// Whose count ``highestUSN`` is.
    private let controller: String?
    private let highestUSN: UInt64?

    init(_ cookie: [UInt8], at time: Timestamp, of domain: Domain) {
        self.cookie = Data(cookie)
        self.time = time
        controller = domain.controller
        highestUSN = domain.highestUSN
    }

    var isSmall: Bool { cookie.count <= 1 << 16 }

    /// Whether the controller has fewer changes than it had, as after a restored backup: then it may
    /// take what it does not know for known.
    func isAhead(of domain: Domain) -> Bool {
        guard controller == domain.controller, let highestUSN, let now = domain.highestUSN else {
            return false
        }
        return now < highestUSN
    }
}

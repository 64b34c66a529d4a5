import Entitlements
import Foundation

/// Where a list goes on, and in which view: opaque for clients, and nothing is kept for it here.
/// - SeeAlso: RFC 9865
struct Cursor {
    let revision: Revision
    private let run: Int64
    /// **Units:** 0-based.
    let position: Int
    /// Of the filter and order, so that it goes on in no other list.
    private let list: String

    init(_ moment: StoredMoment, position: Int, of search: SearchRequest) {
        revision = moment.revision
        run = moment.run?.rawValue ?? 0
        self.position = position
        list = Self.list(search)
    }

    /// nil for what we never gave out.
    init?(_ text: String) {
        guard let data = Data(base64URL: text[...]) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ".")
        guard parts.count == 4, let revision = Int64(parts[0]), let run = Int64(parts[1]),
            let position = Int(parts[2]), position >= 0
        else { return nil }
        self.revision = Revision(revision)
        self.run = run
        self.position = position
        list = String(parts[3])
    }

    var text: String { Data("\(revision).\(run).\(position).\(list)".utf8).base64URL }

    func isOf(_ moment: StoredMoment) -> Bool {
        moment.revision == revision && moment.run?.rawValue ?? 0 == run
    }

    func belongs(to search: SearchRequest) -> Bool { list == Self.list(search) }

    private static func list(_ search: SearchRequest) -> String {
        let sorting = search.sorting.map { "\($0.path) \($0.isDescending)" }
        return Digest(of: "\(search.filter ?? "")\n\(sorting ?? "")").short
    }
}

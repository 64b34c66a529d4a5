import Directory
import TestSupport

@testable import SCIMSource

/// A list that changes while it is read, as a service in memory would keep it; a double for units.
struct ChangingList {
    /// Ids, in the order of the list.
    private(set) var ids: [Int]
    private var generator: SplitMix64
    private var next: Int
    /// Where newcomers go: at the end, or anywhere, as in a list sorted by a random id.
    let appends: Bool
    /// Those who were there from the beginning and never left.
    private(set) var constant: Set<Int>
    /// The place that the reader gave to each id.
    private var places: [Int: Int32] = [:]

    init(count: Int, seed: UInt64, appends: Bool) {
        ids = Array(0..<count)
        constant = Set(ids)
        next = count
        generator = SplitMix64(seed: seed)
        self.appends = appends
    }

    /// One comes or goes.
    mutating func change() {
        if Bool.random(using: &generator), ids.count > 1 {
            let gone = ids.remove(at: Int.random(in: 0..<ids.count, using: &generator))
            constant.remove(gone)
        } else {
            let position =
                appends ? ids.count : Int.random(in: 0...ids.count, using: &generator)
            ids.insert(next, at: position)
            next += 1
        }
    }

    mutating func swapTwo() {
        let (one, other) = (
            Int.random(in: 0..<ids.count, using: &generator),
            Int.random(in: 0..<ids.count, using: &generator)
        )
        ids.swapAt(one, other)
    }

    /// A new reader comes.
    mutating func forget() { places = [:] }

    /// What a correct service sends, of the moment when it was asked.
    struct Answer {
        let ids: [Int]
        let total: Int
    }

    func answer(_ request: ListRequest, most: Int = .max) -> Answer {
        guard case .index(let start, let count) = request else {
            return Answer(ids: ids, total: ids.count)
        }
        let first = min(start - 1, ids.count)
        let end = min(first + min(count, most), ids.count)
        return Answer(ids: Array(ids[first..<end]), total: ids.count)
    }

    /// The page that an answer is to the reader.
    mutating func page(_ answer: Answer) -> ListResponse {
        var page = ListResponse()
        page.totalResults = answer.total
        page.places = answer.ids.map { id in
            if let place = places[id] {
                page.repeated += 1
                return place
            }
            places[id] = Int32(places.count)
            return Int32(places.count - 1)
        }
        return page
    }

    /// The page that a correct service sends now.
    mutating func page(_ request: ListRequest, most: Int = .max) -> ListResponse {
        page(answer(request, most: most))
    }

    /// What the reader has, in the order in which it came.
    var read: [Anchor] {
        places.sorted { $0.value < $1.value }.map { Anchor(String($0.key)) }
    }

    /// Whether nobody who was there all along is missing.
    var isReadWhole: Bool { constant.allSatisfy { places[$0] != nil } }
}

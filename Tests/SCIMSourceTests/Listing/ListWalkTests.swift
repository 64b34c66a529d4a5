import Directory
import Testing

@testable import SCIMSource

/// P18 in values: what a walk asks for, and when it believes that it saw everything.
struct ListWalkTests {
    /// Walks to the end.
    private func walk(
        _ list: inout ChangingList, count: Int = 10, most: Int = .max, between: Int = 0
    ) -> (walk: ListWalk, step: ListWalk.Step, requests: Int) {
        var walk = ListWalk(.index(start: 1, count: count))
        for requests in 1...100_000 {
            let step = walk.step(after: list.page(walk.request, most: most))
            guard case .ask = step else { return (walk, step, requests) }
            for _ in 0..<between { list.change() }
        }
        Issue.record("the walk has no end")
        return (walk, .stalled, 0)
    }

    @Test(arguments: [0, 1, 2, 9, 10, 11, 100, 101])
    func `a quiet list is read once, and known to be whole`(size: Int) {
        var list = ChangingList(count: size, seed: 1, appends: true)
        let (walk, step, requests) = walk(&list)
        #expect(step == .done)
        #expect(walk.known == size)
        #expect(!walk.hasChanged && walk.shortage == 0)
        #expect(requests <= size / 9 + 2)
        #expect(list.isReadWhole)
    }

    @Test func `a service that sends fewer than asked for is read to its end`() {
        for most in 1...4 {
            var list = ChangingList(count: 23, seed: 1, appends: true)
            let (walk, step, _) = walk(&list, most: most)
            #expect(step == .done)
            #expect(walk.known == 23 && walk.shortage == 0)
        }
    }

    /// Thousands of lists, each changed at every page.
    @Test func `nobody who was there all along is missed in a list that keeps its order`() {
        for seed in UInt64(0)..<3000 {
            var list = ChangingList(count: 60, seed: seed, appends: seed % 2 == 0)
            let (walk, step, _) = walk(&list, count: 7, between: Int(seed % 5) + 1)
            if step == .done, !walk.hasGap {
                #expect(list.isReadWhole, "seed \(seed)")
            }
        }
    }

    /// What is believed is whole; what keeps changing is given up, and says so.
    @Test func `passes are believed only when nobody was missed`() {
        var believed = 0
        for seed in UInt64(0)..<1000 {
            var list = ChangingList(count: 60, seed: seed, appends: seed % 2 == 0)
            var passes = ListPasses()
            var verdict = ListPasses.Verdict.again
            while verdict == .again {
                list.forget()
                let (walk, step, _) = walk(&list, count: 7, between: seed % 3 == 0 ? 1 : 0)
                guard step == .done else { break }
                verdict = passes.judge(walk, list.read)
            }
            guard verdict == .believed else { continue }
            believed += 1
            #expect(list.isReadWhole, "seed \(seed)")
        }
        #expect(believed > 750)
    }

    @Test func `a list without an order of its own is not believed while it changes`() {
        var list = ChangingList(count: 60, seed: 3, appends: true)
        var passes = ListPasses()
        var verdict = ListPasses.Verdict.again
        while verdict == .again {
            list.forget()
            var walk = ListWalk(.index(start: 1, count: 7))
            while case .ask = walk.step(after: list.page(walk.request)) {
                for _ in 0..<4 { list.swapTwo() }
            }
            verdict = passes.judge(walk, list.read)
        }
        #expect(verdict == .never(.listChanged))
    }

    @Test func `a service that counts its pages is read to the end of the list`() {
        var list = ChangingList(count: 25, seed: 1, appends: true)
        var walk = ListWalk(.index(start: 1, count: 10))
        while true {
            var page = list.page(walk.request)
            page.totalResults = page.resources
            if walk.step(after: page) == .done { break }
        }
        #expect(walk.known == 25)
        #expect(walk.tally.isByPage && walk.shortage == 0)
    }

    @Test func `a service that minds the count and not the start never gets on`() {
        var list = ChangingList(count: 25, seed: 1, appends: true)
        var walk = ListWalk(.index(start: 1, count: 10))
        var step = ListWalk.Step.done
        repeat {
            var page = list.page(.index(start: 1, count: walk.request.count ?? 10))
            page.totalResults = page.resources
            step = walk.step(after: page)
        } while step != .stalled && step != .done
        #expect(step == .stalled)
    }

    @Test func `a service without paging sends everything however little is asked for`() {
        var list = ChangingList(count: 25, seed: 1, appends: true)
        var walk = ListWalk(.index(start: 1, count: 10))
        while case .ask = walk.step(after: list.page(.whole)) {}
        #expect(walk.known == 25)
        #expect(walk.shortage == 0)
    }

    @Test func `fewer than are counted, and nothing changes: the counts are not met`() {
        var list = ChangingList(count: 25, seed: 1, appends: true)
        var passes = ListPasses()
        var verdict = ListPasses.Verdict.again
        while verdict == .again {
            list.forget()
            var walk = ListWalk(.index(start: 1, count: 10))
            while true {
                var page = list.page(walk.request)
                page.totalResults = 30
                if walk.step(after: page) == .done { break }
            }
            verdict = passes.judge(walk, list.read)
        }
        #expect(verdict == .never(.totalMismatch(25, short: 5)))
    }

    @Test func `a cursor is followed over empty pages, and not for ever`() {
        var walk = ListWalk(.cursor("", count: 10))
        var page = ListResponse()
        page.nextCursor = "a"
        #expect(walk.step(after: page) == .ask(.cursor("a", count: 10)))
        page.nextCursor = "b"
        #expect(walk.step(after: page) == .ask(.cursor("b", count: 10)))
        #expect(walk.step(after: page) == .stalled)
        var endless = ListWalk(.cursor("", count: 10))
        var requests = 0
        repeat {
            requests += 1
            page.nextCursor = "\(requests)"
        } while endless.step(after: page) != .stalled
        #expect(requests <= ListWalk.mostIdlePages + 1)
    }

    @Test func `a cursor that is offered where an index was asked for is followed`() {
        var walk = ListWalk(.index(start: 1, count: 10))
        var page = ListResponse()
        page.places = [0, 1]
        page.nextCursor = "a"
        #expect(walk.step(after: page) == .ask(.cursor("a", count: 10)))
    }

    @Test func `a cursor that is announced and ignored makes the first page one by index`() {
        var list = ChangingList(count: 25, seed: 1, appends: true)
        var walk = ListWalk(.cursor("", count: 10))
        let first = walk.step(after: list.page(.index(start: 1, count: 10)))
        #expect(first == .ask(.index(start: 10, count: 10)))
        while case .ask = walk.step(after: list.page(walk.request)) {}
        #expect(walk.known == 25 && !walk.hasChanged)
    }

    @Test func `a resource that a page shows twice takes one place of the list`() {
        var list = ChangingList(count: 25, seed: 1, appends: true)
        var walk = ListWalk(.index(start: 1, count: 10))
        var step = ListWalk.Step.ask(walk.request)
        while case .ask(let request) = step {
            var page = list.page(request)
            page.places.insert(contentsOf: page.places.prefix(1), at: 0)
            page.repeated += min(1, page.places.count)
            step = walk.step(after: page)
        }
        #expect(step == .done)
        #expect(walk.known == 25)
    }
}

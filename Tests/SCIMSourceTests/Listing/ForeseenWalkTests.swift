import Directory
import TestSupport
import Testing

@testable import SCIMSource

/// P18 in values: a walk whose pages are asked for ahead, and sent in any order.
struct ForeseenWalkTests {
    /// A question on its way, answered at some moment before the walk needs it.
    private final class Question {
        let request: ListRequest
        var answer: ChangingList.Answer?

        init(_ request: ListRequest) { self.request = request }
    }

    /// A reader that asks ahead.
    private final class Reader {
        var list: ChangingList
        var walk = ListWalk(.index(start: 1, count: 7))
        var ahead = QuestionsAhead<ListRequest, Question>()
        var sent: [ListRequest] = []
        private var unanswered: [Question] = []
        var generator: SplitMix64

        init(_ list: ChangingList, seed: UInt64) {
            self.list = list
            generator = SplitMix64(seed: seed)
        }

        /// - Parameter between: how often the list changes at each page.
        func read(between: Int) -> ListWalk.Step {
            var step = ListWalk.Step.ask(walk.request)
            while case .ask(let request) = step {
                let question = ahead.take(request) { ask($0) }
                let answer = question.answer ?? list.answer(request)
                var envelope = ListResponse()
                envelope.totalResults = answer.total
                ahead.foresee(walk.foreseen(after: envelope, most: 8), most: 8) { ask($0) }
                step = walk.step(after: list.page(answer))
                for _ in 0..<between {
                    list.change()
                    answerSome()
                }
            }
            return step
        }

        private func ask(_ request: ListRequest) -> Question {
            let question = Question(request)
            sent.append(request)
            unanswered.append(question)
            return question
        }

        /// The service gets round to some of what it was asked, in any order.
        private func answerSome() {
            for question in unanswered where Bool.random(using: &generator) {
                question.answer = list.answer(question.request)
            }
            unanswered.removeAll { $0.answer != nil }
        }
    }

    @Test(arguments: [0, 1, 6, 7, 8, 60, 61, 700])
    func `a quiet list is asked for just what it would be without foresight`(size: Int) {
        let list = ChangingList(count: size, seed: 1, appends: true)
        let reader = Reader(list, seed: 1)
        #expect(reader.read(between: 0) == .done)
        #expect(reader.list.isReadWhole)
        var plain = list
        var walk = ListWalk(.index(start: 1, count: 7))
        var requests = [walk.request]
        while case .ask(let request) = walk.step(after: plain.page(walk.request)) {
            requests.append(request)
        }
        #expect(reader.sent == requests)
    }

    @Test func `nobody who was there all along is missed, whenever each page was sent`() {
        var whole = 0
        for seed in UInt64(0)..<2000 {
            let list = ChangingList(count: 60, seed: seed, appends: seed % 2 == 0)
            let reader = Reader(list, seed: seed)
            guard reader.read(between: Int(seed % 3) + 1) == .done, !reader.walk.hasGap
            else { continue }
            whole += 1
            #expect(reader.list.isReadWhole, "seed \(seed)")
        }
        #expect(whole > 500)
    }

    @Test func `passes with foresight are believed only when nobody was missed`() {
        var believed = 0
        for seed in UInt64(0)..<1000 {
            var list = ChangingList(count: 60, seed: seed, appends: seed % 2 == 0)
            var passes = ListPasses()
            var verdict = ListPasses.Verdict.again
            while verdict == .again {
                list.forget()
                let reader = Reader(list, seed: seed)
                let step = reader.read(between: seed % 3 == 0 ? 1 : 0)
                list = reader.list
                guard step == .done else { break }
                verdict = passes.judge(reader.walk, list.read)
            }
            guard verdict == .believed else { continue }
            believed += 1
            #expect(list.isReadWhole, "seed \(seed)")
        }
        #expect(believed > 700)
    }

    @Test func `nothing is foreseen of short pages, unknown sizes and changed lists`() {
        func foreseen(_ resources: Int, _ total: Int?, then next: Int? = nil) -> [ListRequest] {
            var walk = ListWalk(.index(start: 1, count: 10))
            var page = ListResponse()
            page.places = (0..<Int32(resources)).map { $0 }
            page.totalResults = total
            _ = walk.step(after: page)
            page.totalResults = next ?? total
            return walk.foreseen(after: page, most: 2)
        }
        let rest = [19, 28].map { ListRequest.index(start: $0, count: 10) }
        #expect(foreseen(10, 100) == rest)
        #expect(foreseen(10, 28) == rest)
        #expect(foreseen(10, 20) == rest.dropLast() + [.index(start: 20, count: 10)])
        #expect(foreseen(10, 19) == rest.dropLast())
        #expect(foreseen(9, 100) == [])
        #expect(foreseen(10, nil) == [])
        #expect(foreseen(10, 100, then: 101) == [])
    }
}

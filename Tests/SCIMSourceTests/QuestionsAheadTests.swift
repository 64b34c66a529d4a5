import Testing

@testable import SCIMSource

/// What is asked before its turn, in values.
struct QuestionsAheadTests {
    /// What was asked of whom, in its order.
    private final class Asking {
        var ahead = QuestionsAhead<Int, Int>()
        var asked: [Int] = []

        func take(_ question: Int) -> Int {
            ahead.take(question) {
                asked.append($0)
                return $0
            }
        }

        func foresee(_ questions: some Sequence<Int>, most: Int = 8) {
            ahead.foresee(questions, most: most) {
                asked.append($0)
                return $0
            }
        }
    }

    @Test func `each question foreseen rightly makes four of one that is under way`() {
        let asking = Asking()
        var underWay: [Int] = []
        for question in 0..<100 {
            #expect(asking.take(question) == question)
            asking.foresee((question + 1)..<100)
            underWay.append(asking.asked.count - 1 - question)
        }
        #expect(underWay.prefix(6) == [1, 4, 8, 8, 8, 8])
        #expect(asking.asked == Array(0..<100))
    }

    @Test func `a surprise throws away what is under way, and begins one by one`() {
        let asking = Asking()
        for question in 0..<4 {
            _ = asking.take(question)
            asking.foresee((question + 1)...)
        }
        asking.asked = []
        #expect(asking.take(50) == 50)
        asking.foresee(51...)
        #expect(asking.asked == [50, 51])
    }

    @Test func `a server that holds back is asked one by one`() {
        let asking = Asking()
        for question in 0..<4 {
            _ = asking.take(question)
            asking.foresee((question + 1)...)
        }
        let before = asking.asked.count
        for question in 4..<before {
            _ = asking.take(question)
            asking.foresee((question + 1)..., most: 1)
        }
        #expect(asking.asked.count == before + 1)
    }

    @Test func `what is foreseen differently than before waits for its turn`() {
        let asking = Asking()
        _ = asking.take(0)
        asking.foresee([1])
        asking.foresee([2, 3])
        #expect(asking.asked == [0, 1])
    }
}

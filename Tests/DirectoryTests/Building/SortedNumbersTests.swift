import Testing

@testable import Directory

struct SortedNumbersTests {
    @Test func `numbers below a bound come sorted and each once, be they many or few`() {
        for count in [0, 1, 3, 31, 200, 5000] {
            let numbers = (0..<count).map { _ in Int32.random(in: 0..<1000) }
            #expect(numbers.sortedUnique(below: 1000) == Set(numbers).sorted())
        }
        #expect([Int32(127), 64, 0, 63, 64].sortedUnique(below: 128) == [0, 63, 64, 127])
    }
}

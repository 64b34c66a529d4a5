import ArgumentParser
@main struct Rollcall: AsyncParsableCommand { mutating func run() async throws {} }

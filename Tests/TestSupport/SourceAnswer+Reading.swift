import Directory

extension SourceAnswer {
    /// What is known after it: the reading it holds, or the baseline's, found again.
    /// - Throws: what the baseline throws.
    public func reading(on baseline: ReadingBaseline) throws -> SourceReading {
        switch self {
        case .reading(let reading): reading
        case .unchanged(let certificate, let state):
            try baseline.reading().certified(by: certificate, state)
        case .changed(let changed): try changed.reading()
        }
    }
}

/// The reading of one source that a snapshot is to be made of.
public struct SelectedReading: Sendable {
    /// Of the source, also when there is no reading.
    public let id: SourceID
    /// This run's reading, or the last complete one when this run's was not; nil when there never
    /// was one: the source then contributes nothing.
    public let reading: SourceReading?
    /// Why this run's reading is not used; empty when it is.
    public let staleBecause: [IncompleteReason]

    /// - Parameter reading: an incomplete one is not taken, whoever passes it: what it lacks would
    ///   look absent. Its reasons then count as ``staleBecause``.
    public init(id: SourceID, reading: SourceReading?, staleBecause: [IncompleteReason] = []) {
        let reasons = reading?.certificate.reasons ?? []
        self.id = id
        self.reading = reasons.isEmpty ? reading : nil
        self.staleBecause = staleBecause + reasons.filter { !staleBecause.contains($0) }
    }
}

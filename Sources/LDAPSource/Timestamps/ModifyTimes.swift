import Directory

/// Notes when entries were changed last, as the server's own clock has it.
struct ModifyTimes {
    static let attribute = "modifyTimestamp"

    /// Who was changed last, of those that came.
    private(set) var newest: (anchor: Anchor, subject: ReadingSubject, time: Timestamp)?
    /// Whether somebody does not show the time: of whom nobody would see a change.
    private(set) var areHidden = false
    /// Of the entry that is just arriving.
    private var time: Timestamp?

    /// Looks whether it is the attribute.
    mutating func look(at description: UnsafeBufferPointer<UInt8>, _ values: EntryValues) {
        guard description.isSpelled(Self.attribute) else { return }
        var values = values
        time = values.next().flatMap {
            Timestamp.generalizedTime(String(decoding: $0, as: UTF8.self))
        }
    }

    /// Ends the entry.
    mutating func end(_ anchor: Anchor?, _ subject: ReadingSubject) {
        defer { time = nil }
        guard let time, let anchor else {
            areHidden = true
            return
        }
        if newest.map({ $0.time < time }) ?? true { newest = (anchor, subject, time) }
    }
}

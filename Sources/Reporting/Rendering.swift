/// One way of writing one kind of value: for a terminal, for a browser, for machines.
///
/// A rendering is a pure function: equal values give equal bytes, whatever the time, the place or the
/// locale.
public protocol Rendering<Subject>: Sendable {
    associatedtype Subject

    /// Appends the whole rendering, its last line ended.
    func render(_ subject: Subject, into output: inout String)
}

extension Rendering {
    /// The rendering as one text.
    public func text(of subject: Subject) -> String {
        var output = ""
        render(subject, into: &output)
        return output
    }
}

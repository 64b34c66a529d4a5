import Diagnostics

extension LDAPSource {
    /// Tries every step of a fetch on a little of the directory, for `rollcall doctor`: each server's
    /// reach, TLS and bind; what the server offers and what time it has; whether each base can be
    /// searched, in pages, and its entries' anchors be read.
    /// **Shape:** in the order of the steps; a note for what is well, otherwise a hint what to do.
    public func check() async -> [Diagnostic] {
        await BlockingThread().run {
            var probe = DirectoryProbe(configuration, now: clock())
            probe.run()
            return probe.findings
        }
    }
}

import Diagnostics
import Directory

/// How one SCIM service is read.
public struct SCIMConfiguration: Sendable {
    public var id: SourceID
    /// The base of SCIM 2.0, above `Users` and `Groups`.
    public var url: HTTPURL
    public var http: HTTPConfiguration
    /// **Units:** resources a page; nil: what the service says it can, 100 where it says nothing.
    public var pageSize: Int?
    /// Until the whole reading must be done.
    public var overall: Duration
    /// What a run asks for that knows the reading before.
    public var sync: Sync

    /// How a service is read again.
    public enum Sync: String, Sendable, CaseIterable {
        /// Everything is sent but the pages of which the service says that they are as they were, by
        /// their entity tags: what the protocol itself lets it prove.
        case auto
        /// Everything, each time.
        case full
        /// What has changed by `meta.lastModified`, where the service shows that it filters by that
        /// time and counts nobody less. That a change touches the time, the one of a member above
        /// all, is its promise: so this is chosen by name, and a whole reading compares now and then.
        case lastModified
    }

    public init(
        id: SourceID, url: HTTPURL, http: HTTPConfiguration, pageSize: Int? = nil,
        overall: Duration = .seconds(30 * 60), sync: Sync = .auto
    ) {
        self.id = id
        self.url = url
        self.http = http
        self.pageSize = pageSize
        self.overall = overall
        self.sync = sync
    }

    /// What is wrong with it, found without asking the server. **Shape:** sorted.
    public func findings() -> [Diagnostic] {
        var findings = http.findings()
        let path = url.text.prefix { $0 != "?" }.split(separator: "/")
        if let last = path.last, ["users", "groups"].contains(last.lowercased()) {
            findings.append(
                Diagnostic(
                    .error, "scim.url", "the URL is that of one list, and not of the service",
                    hint: "leave out /\(last): users and groups are found below the URL"))
        }
        if overall <= .zero {
            findings.append(
                Diagnostic(
                    .error, "scim.timeout", "a time-out is not positive",
                    hint: "give seconds, for example `overall: 1800s`"))
        }
        return findings.sorted()
    }
}

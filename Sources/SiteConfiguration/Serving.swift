import RoleMapping

extension Configuration {
    /// The value of `serve`; what it leaves out keeps its default.
    package struct Serving: Sendable {
        /// A certificate with those that vouch for it, and its key: PEM files.
        package struct TLS: Sendable {
            package let certificate: String
            package let key: String
        }

        /// Where to listen.
        package var listen = ListenAddress(host: "127.0.0.1", port: 8080)
        /// nil serves without TLS: on this machine, or behind a proxy that has it.
        package var tls: TLS?
        /// Of each client, in the long run.
        package var requestsPerSecond = 200
        /// **Shape:** in the order of the file.
        package var issuers: [Issuer] = []
        /// Signs snapshots; nil gives none.
        package var snapshotKey: SnapshotKey?
    }
}

/// `HOST:PORT`, and `[ADDRESS]:PORT` of IPv6.
package struct ListenAddress: Sendable, Hashable, LosslessStringConvertible {
    package let host: String
    /// 0 lets the system choose.
    package let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    package init?(_ description: String) {
        guard let colon = description.lastIndex(of: ":"),
            let port = UInt16(description[description.index(after: colon)...])
        else { return nil }
        var host = description[..<colon]
        if host.hasPrefix("[") && host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.init(host: String(host), port: Int(port))
    }

    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension ConfigurationReader {
    func serving(_ value: YAMLValue) -> Configuration.Serving {
        var serving = Configuration.Serving()
        let keys = ["listen", "tls", "requestsPerSecond", "issuers", "snapshots"]
        guard let mapping = value.mapping(keys: keys) else { return serving }
        serving.issuers = mapping.list("issuers").compactMap(issuer)
        if let listen = mapping["listen"], let text = listen.string() {
            if let address = ListenAddress(text) {
                serving.listen = address
            } else {
                listen.report(
                    "configuration.listen", "this is no place to listen at",
                    hint: "write HOST:PORT, for example 127.0.0.1:8080 or \"[::]:8080\"")
            }
        }
        if let tls = mapping["tls"]?.mapping(keys: ["certificate", "key"]),
            let certificate = tls.required("certificate")?.string(),
            let key = tls.required("key")?.string()
        {
            serving.tls = .init(certificate: path(certificate), key: path(key))
        }
        serving.snapshotKey = mapping["snapshots"].flatMap(snapshotKey)
        serving.requestsPerSecond =
            mapping["requestsPerSecond"]?.int(in: 1...1_000_000) ?? serving.requestsPerSecond
        return serving
    }
}

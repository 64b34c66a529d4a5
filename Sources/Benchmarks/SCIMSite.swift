import Foundation
import SCIMSource
import TestSupport

/// A generated organisation as static SCIM pages behind a real nginx.
final class SCIMSite {
    /// **Units:** resources a page.
    static let pageSize = 100

    private let server: ServerProcess
    private let folder: TemporaryFolder
    private let authority: String
    private let names: [String]
    private let ports: [Transport: UInt16]
    private let proxy: LatencyProxy

    /// How the pages are fetched.
    enum Transport: String, CaseIterable {
        case http = "HTTP/1.1"
        case tls = "TLS, HTTP/2"
        /// Several pages at once, which is what hides a distance.
        case distant = "HTTP/1.1 from 50 ms away"
    }

    init(people: Int) throws {
        let organization = GeneratedOrganization(people: people, groups: people / 50, seed: 1)
        let certificates = try TestCertificates.shared()
        authority = certificates.ca
        folder = try TemporaryFolder("scim")
        let root = folder.url("pages")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        let pages = try organization.joinedPages(of: Self.pageSize)
        for page in pages {
            try Data(page.body).write(to: root.appending(path: "\(page.name).json"))
        }
        names = pages.map(\.name)
        let port = try LoopbackSocket.freePort()
        proxy = try LatencyProxy(to: port, latency: 0.05)
        ports = [.http: port, .tls: try LoopbackSocket.freePort(), .distant: proxy.port]
        try folder.write(
            Self.configuration(folder.path, self.ports, certificates.server), to: "nginx.conf")
        server = try ServerProcess(
            "nginx", ["-p", folder.path, "-c", "nginx.conf", "-e", "error.log"],
            log: folder.url("log"))
        try waitUntilReady()
    }

    private func waitUntilReady() throws {
        for _ in 0..<100 {
            if let answer = try? Tool.run("curl", ["-sf", "\(base(.http))/Users?startIndex=1"]),
                !answer.isEmpty
            {
                return
            }
            usleep(50_000)
        }
        throw MeasuredProcess.Failure(description: "nginx did not start")
    }

    private func base(_ transport: Transport) -> String {
        let scheme = transport == .tls ? "https" : "http"
        return "\(scheme)://127.0.0.1:\(ports[transport] ?? 0)/scim/v2"
    }

    /// One run of curl over the pages: one after the other, or from afar as many at once as
    /// ``SCIMReader`` asks for.
    func fetch(_ transport: Transport) throws -> Measurement {
        let lines = names.map { name in
            let parts = name.split(separator: "-")
            return """
                url = "\(base(transport))/\(parts[0])?startIndex=\(parts[1])&count=\(Self.pageSize)"
                output = "/dev/null"
                """
        }
        let list = try folder.write(lines.joined(separator: "\n"), to: "urls")
        return try MeasuredProcess(
            program: "/usr/bin/curl",
            arguments: ["-sS", "--cacert", authority, "-K", list]
                + (transport == .distant ? ["--parallel", "--parallel-max", "\(width)"] : []),
            output: folder.url("curl.log").path
        ).run()
    }

    private var width: Int { HTTPConfiguration.Limits().exchanges }

    /// One run of ``SCIMReader``.
    func read(_ transport: Transport, program: String) throws -> Measurement {
        try MeasuredProcess(
            program: program,
            arguments: [SCIMReader.command, base(transport), authority, "\(Self.pageSize)"],
            output: folder.url("read.log").path
        ).run()
    }

    private static func configuration(
        _ folder: String, _ ports: [Transport: UInt16], _ pair: TestCertificates.Pair
    ) -> String {
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        events { worker_connections 256; }
        http {
          access_log off;
          default_type application/scim+json;
          types { application/scim+json json; }
          open_file_cache max=5000;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi; scgi_temp_path scgi;
          keepalive_requests 1000000;
          server {
            listen 127.0.0.1:\(ports[.http] ?? 0);
            listen 127.0.0.1:\(ports[.tls] ?? 0) ssl http2;
            ssl_certificate \(pair.certificate);
            ssl_certificate_key \(pair.key);
            root \(folder)/pages;
            location ~ ^/scim/v2/(Users|Groups)$ { try_files /$1-$arg_startIndex.json =404; }
            location / { return 404; }
          }
        }
        """
    }
}
